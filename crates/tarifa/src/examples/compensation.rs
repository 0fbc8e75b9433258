//! What carriers owe in the examples of shipments.

use tarifa_engine::case::Owed;
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::explain::asked_of_order;
use tarifa_engine::program::CompensationId;
use tarifa_engine::shipment::Shipment;

use crate::Tariff;

/// Whether so much is owed by the compensations of that name; nothing at all where none is expected.
pub(super) fn judge(tariff: &Tariff, shipment: &Shipment, name: &str, expected: Expected) -> Result<(), String> {
    let owed = owed(tariff, shipment, name)?;
    let met = match (&expected, owed) {
        (Expected::Nothing, None) | (Expected::Something, Some(_)) => true,
        (Expected::Amount(expected), Some(owed)) => *expected == owed,
        (Expected::Nothing, Some(_)) | (Expected::Something | Expected::Amount(_), None) => false,
    };
    let found = || owed.map_or_else(|| format!("no compensation {name}"), |owed| format!("compensation {name} {owed}"));
    if met { Ok(()) } else { Err(found()) }
}

/// What is expected to be owed.
#[derive(Clone, Copy)]
pub(super) enum Expected {
    Nothing,
    Something,
    Amount(Money),
}

/// The sum of what is owed by the versions of one compensation; none where none of them applies.
fn owed(tariff: &Tariff, shipment: &Shipment, name: &str) -> Result<Option<Money>, String> {
    let runtime = tariff.runtime();
    let order = runtime.prepare(shipment).map_err(|errors| errors.to_string())?;
    let mut sum: Option<Money> = None;
    for (number, compensation) in (0_u16..).zip(&tariff.program().compensations) {
        if compensation.name != name {
            continue;
        }
        match runtime.compensation(CompensationId(number), &order).map_err(|fault| fault.to_string())? {
            Owed::Amount(money) => {
                let before = sum.map_or(Exact::ZERO, |sum| sum.amount);
                let amount = before.checked_add(money.amount).map_err(|error| error.to_string())?;
                sum = Some(Money { amount, currency: money.currency });
            }
            Owed::NotOwed => {}
            Owed::Needs(needs) => {
                let needs: Vec<String> =
                    needs.iter().map(|need| asked_of_order(tariff.program(), &order, *need)).collect();
                return Err(format!("needs {}", needs.join(", ")));
            }
        }
    }
    Ok(sum)
}
