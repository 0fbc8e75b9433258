//! The money of stages and outcomes in words, as it is written in the rule set.

use tarifa::exact::Exact;
use tarifa::program::{Payment, PaymentLine, PaymentWay};

use super::words::{Of, party, when};

/// `buyer gets asked_amount maximum paid`, a line for each.
pub(super) fn lines(of: Of<'_>, payments: &[PaymentLine]) -> Vec<String> {
    let line = |line: &PaymentLine| {
        let who = party(of.process, line.party);
        let is_all = matches!(line.amount, Payment::Paid);
        let how_much = if is_all { "all that was paid".to_owned() } else { amount(of, &line.amount) };
        let when = when(of, line.when.as_ref());
        match line.way {
            PaymentWay::Held => format!("{who} gets {how_much}{when}"),
            PaymentWay::Own(to) => format!("{who} pays {how_much} to {}{when}", party(of.process, to)),
        }
    };
    payments.iter().map(line).collect()
}

/// An amount.
pub(super) fn amount(of: Of<'_>, payment: &Payment) -> String {
    let list = |parts: &[Payment]| parts.iter().map(|part| amount(of, part)).collect::<Vec<_>>().join(", ");
    match payment {
        Payment::Paid => "paid".to_owned(),
        Payment::PaidGoods => "paid_goods".to_owned(),
        Payment::PaidFreight => "paid_freight".to_owned(),
        Payment::Rest => "the rest".to_owned(),
        Payment::ReceivedItems => "price of received items".to_owned(),
        Payment::ReturnFreight => "return freight".to_owned(),
        Payment::Compensation(id) => {
            of.program.compensations.get(usize::from(id.0)).map_or_else(String::new, |own| own.name.clone())
        }
        Payment::Fixed(money) if money.amount.is_zero() => "nothing".to_owned(),
        Payment::Fixed(money) => money.to_string(),
        Payment::Amount(id) => of.process.amounts.get(usize::from(id.0)).cloned().unwrap_or_default(),
        Payment::Fact(id) => of.program.facts.get(usize::from(id.0)).map_or_else(String::new, |fact| fact.name.clone()),
        Payment::Share(share, of_what) => {
            let percent =
                share.checked_mul(Exact::from_integer(100)).map_or_else(|_| String::new(), |it| it.to_string());
            format!("{percent}% of {}", amount(of, of_what))
        }
        Payment::Sum(parts) => parts.iter().map(|part| amount(of, part)).collect::<Vec<_>>().join(" + "),
        Payment::Less(left, right) => format!("{} - {}", amount(of, left), amount(of, right)),
        Payment::Least(parts) => match parts.as_slice() {
            [what, bound @ (Payment::Paid | Payment::PaidGoods | Payment::Fixed(_))] => {
                format!("{} maximum {}", amount(of, what), amount(of, bound))
            }
            parts => format!("lesser of ({})", list(parts)),
        },
        Payment::Greatest(parts) => format!("greater of ({})", list(parts)),
    }
}
