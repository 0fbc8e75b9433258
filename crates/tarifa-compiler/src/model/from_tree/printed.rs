//! Words of price lists that are no names or units here, and what to write instead.

use tarifa_engine::currency::Currency;
use tarifa_engine::place_code::Country;

/// What to write instead of a word that stands where a unit does; none where it is not a known one.
pub(super) fn unit(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let text = match lower.as_str() {
        "shipment" | "shipments" | "order" | "orders" | "delivery" | "booking" | "waybill" => {
            "write `per consignment` for all parcels together, or `per parcel`"
        }
        "package" | "packages" | "box" | "boxes" | "carton" | "cartons" | "bag" | "bags" | "packet" | "箱" | "件" => {
            "write `per parcel`"
        }
        "piece" | "pieces" | "pc" | "pcs" | "article" | "articles" | "each" | "ea" | "个" => {
            "write `per item` for each piece of the goods, or `per parcel`"
        }
        _ => return currency(word).map(|currency| format!("write the currency by its code: `{currency}`")),
    };
    Some(text.to_owned())
}

/// The currency that people call so, or whose code is not in capitals.
fn currency(word: &str) -> Option<Currency> {
    let code = match word.to_lowercase().as_str() {
        "元" | "块" | "人民币" | "yuan" | "rmb" => "CNY",
        "dollar" | "dollars" | "美元" | "美金" => "USD",
        "euro" | "euros" | "欧元" => "EUR",
        "sterling" | "英镑" => "GBP",
        "yen" | "円" | "日元" => "JPY",
        _ => return word.to_uppercase().parse().ok(),
    };
    code.parse().ok()
}

/// What to write instead of a name that stands where an amount does.
pub(super) fn amount(word: &str) -> Option<String> {
    let is_nothing = matches!(word, "free" | "gratis" | "nil" | "zero" | "nothing" | "included" | "免费" | "包邮");
    if matches!(word, "value" | "goods_value" | "order_value" | "item_value" | "invoice_value") {
        return Some(
            "the value of the goods is `declared_value`, taken in a currency: `declared_value in EUR`".to_owned(),
        );
    }
    if let Some(help) = measure(word) {
        return Some(help.to_owned());
    }
    is_nothing.then(|| "write `0.00` for what costs nothing".to_owned())
}

/// What to write instead of another word for a measure.
fn measure(word: &str) -> Option<&'static str> {
    Some(match word {
        "thickness" | "depth" | "shortest_side" | "smallest_side" | "thinness" => {
            "the sides come sorted, the longest first: write `height` for the shortest, `width` for the one between"
        }
        "second_side" | "middle_side" | "breadth" => {
            "the sides come sorted, the longest first: write `width` for the one between, `height` for the shortest"
        }
        "longest" | "max_side" | "longest_edge" | "largest_side" | "max_length" => "write `length`, the longest side",
        "circumference" | "perimeter" => {
            "write `girth`, which is 2 x (width + height), or `length + girth` where the length counts too"
        }
        "size" | "dimensions" | "dimension" | "sides" | "sum_of_sides" | "linear_size" => {
            "write which sides: `length`, `width`, `height`, or `length + width + height` for their sum"
        }
        "diameter" => "goods are measured by their sides: write `width` for a roll's diameter, `length` for its length",
        "mass" | "gross_weight" | "actual_weight" | "net_weight" | "real_weight" => {
            "write `weight`, what the scales say"
        }
        "chargeable_weight" | "charged_weight" | "billable_weight" | "dimensional_weight" | "dim_weight" => {
            "write `billed_weight` for what is charged, `volumetric_weight` for what the sides come to"
        }
        "pieces" | "item_count" | "number_of_items" | "count" => "write `total_quantity`, the pieces of all items",
        _ => return None,
    })
}

/// The country whose code is written in small letters where a place stands.
pub(super) fn country(word: &str) -> Option<Country> {
    let code = word.to_uppercase();
    if code.len() == 2 { code.parse().ok() } else { None }
}
