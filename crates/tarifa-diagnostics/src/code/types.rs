//! Codes about types, units and currencies (03xx).

super::codes! {
    E0301 TYPE_MISMATCH "two operands of different kinds";
}
