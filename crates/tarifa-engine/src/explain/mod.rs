//! From ids and numbers to an answer that people can read: every line with
//! its rule, its place and its reckoning.

mod case;
mod formula;
mod needs;
mod reasons;
mod recorder;
mod restrictions;
mod weights;
pub(crate) mod words;

pub use case::{CaseError, asked_of_order, case, due, dues, standing};

use crate::answer::{Answer, AnswerLine, AnswerLineKind, PayerTotal, RateUsed, ServiceOption, Verdict};
use crate::choose;
use crate::currency::Money;
use crate::evaluate::{Fault, Quote, RateSource, RateUse, Runtime};
use crate::exact::Exact;
use crate::prepare::{InputErrors, Prepared};
use crate::program::{LineKind, ParcelMode, Program, Service, ServiceId};
use crate::shipment::Shipment;

use recorder::{LineTold, Recorder};

/// Why there is no answer at all.
#[derive(Clone, Debug, thiserror::Error)]
pub enum QuoteError {
    /// Something is wrong with the shipment itself.
    #[error(transparent)]
    Input(#[from] InputErrors),
    /// A number does not fit; a checked tariff gives no other fault.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The answer to `shipment`: every service, or the one that it asks for.
///
/// # Errors
///
/// [`QuoteError::Input`] with everything that is wrong with the shipment, or [`QuoteError::Fault`].
pub fn answer(runtime: &Runtime, hash: &str, shipment: &Shipment) -> Result<Answer, QuoteError> {
    let program = runtime.program();
    let prepared = runtime.prepare(shipment)?;
    let mut options = Vec::new();
    for (index, service) in program.services.iter().enumerate() {
        let id = ServiceId(u16::try_from(index).unwrap_or(u16::MAX));
        if prepared.service.is_none_or(|asked| asked == id) {
            options.push(option(runtime, &prepared, id, service)?);
        }
    }
    let recommended = match prepared.service {
        Some(_) => None,
        None => choose::recommend(runtime, &prepared, &options),
    };
    Ok(Answer {
        tariff: program.name.clone(),
        hash: hash.to_owned(),
        options,
        recommended,
        warnings: prepared.warnings.iter().map(ToString::to_string).collect(),
    })
}

fn option(runtime: &Runtime, prepared: &Prepared, id: ServiceId, service: &Service) -> Result<ServiceOption, Fault> {
    let program = runtime.program();
    let mut recorder = Recorder::new(program, id);
    let quote = runtime.quote_with(id, prepared, &mut recorder)?;
    let weighed =
        matches!(quote.verdict, Verdict::Available | Verdict::Conditional | Verdict::Refer | Verdict::Refused);
    let billed = if weighed { quote.billed_weights.as_slice() } else { &[] };
    Ok(ServiceOption {
        service: service.name.clone(),
        title: service.title.clone(),
        verdict: quote.verdict,
        lines: lines(program, service, prepared, &quote, &recorder.lines),
        total: quote.total.map(|total| Money::new(total, program.currency)),
        payers: payers(program, &quote),
        billed_weights: weights::billed_weights(program, id, billed, &recorder.steps, prepared.parcels.len()),
        transit_days: transit_days(runtime, prepared, id, service)?,
        reasons: quote.reasons.iter().map(|found| reasons::reason(program, service, prepared, found)).collect(),
        requirements: quote
            .requirements
            .iter()
            .filter_map(|unmet| restrictions::requirement(program, prepared, unmet))
            .collect(),
        warnings: quote.warnings.iter().filter_map(|warned| restrictions::warning(program, prepared, warned)).collect(),
        needs: quote.needs.iter().map(|found| needs::need(program, prepared, found)).collect(),
        rates: quote.rates.iter().map(|rate| rate_used(program, prepared, rate)).collect(),
    })
}

/// The days that it takes; where a missing fact decides, from the fewest to the most that they can be.
fn transit_days(
    runtime: &Runtime,
    prepared: &Prepared,
    id: ServiceId,
    service: &Service,
) -> Result<Option<(u16, u16)>, Fault> {
    let lines = runtime.transit(id, prepared)?;
    let days = lines.iter().filter_map(|(position, _)| service.transit.get(*position));
    Ok(days.map(|line| (line.from, line.to)).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))))
}

fn lines(
    program: &Program,
    service: &Service,
    prepared: &Prepared,
    quote: &Quote,
    told: &[LineTold],
) -> Vec<AnswerLine> {
    let several = prepared.parcels.len() > 1 && service.parcels == ParcelMode::PricedEach;
    let line = |quoted: &crate::evaluate::QuoteLine| {
        let line = program.lines.get(usize::from(quoted.line.0))?;
        let block = program.blocks.get(quoted.block.0 as usize)?;
        let is_this =
            |told: &&LineTold| told.line == quoted.line && told.block == quoted.block && told.parcel == quoted.parcel;
        // Of a statement reckoned more than once, the last account is the one that counts.
        let told = told.iter().rev().find(is_this);
        let converted = told.map_or(quoted.amount, |told| told.converted);
        Some(AnswerLine {
            name: line.name.clone(),
            kind: kind(line.kind),
            rule: block.name.clone(),
            place: words::source_place(program, row_place(block, quoted.row)),
            amount: Money::new(quoted.amount, program.currency),
            original: told.map(|told| told.original).filter(|original| original.currency != program.currency),
            unrounded: (converted != quoted.amount).then(|| Money::new(converted, program.currency)),
            formula: told.map_or_else(String::new, |told| told.formula.clone()),
            payer: program.payers.get(usize::from(quoted.payer.0)).cloned().unwrap_or_default(),
            parcel: several.then(|| usize::from(quoted.parcel).saturating_add(1)),
        })
    };
    quote.lines.iter().filter_map(line).collect()
}

/// Where the row that priced a line stands.
fn row_place(block: &crate::program::Block, row: u32) -> crate::program::At {
    use crate::program::Body;
    let row = row as usize;
    match &block.body {
        Body::Single(_) => block.at,
        Body::Bands(bands) => bands.rows.get(row).map_or(block.at, |row| row.at),
        Body::Progressive(progressive) => progressive.rows.get(row).map_or(block.at, |row| row.at),
        Body::Rows(rows) => rows.rows.get(row).map_or(block.at, |row| row.at),
    }
}

fn kind(kind: LineKind) -> AnswerLineKind {
    match kind {
        LineKind::Freight => AnswerLineKind::Freight,
        LineKind::Charge => AnswerLineKind::Charge,
        LineKind::Discount => AnswerLineKind::Discount,
        LineKind::Tax => AnswerLineKind::Tax,
    }
}

fn payers(program: &Program, quote: &Quote) -> Vec<PayerTotal> {
    let total = |(payer, amount): &(crate::program::PayerId, Exact)| {
        let payer = program.payers.get(usize::from(payer.0))?.clone();
        Some(PayerTotal { payer, amount: Money::new(*amount, program.currency) })
    };
    quote.payers.iter().filter_map(total).collect()
}

/// A rate as it is written, or as the host gave it.
fn rate_used(program: &Program, prepared: &Prepared, used: &RateUse) -> RateUsed {
    let (from, to, rate, place) = match used.source {
        RateSource::Written { period, rate } => {
            let period = program.exchange.get(usize::from(period));
            let found = period.and_then(|period| Some((period, period.rates.get(usize::from(rate))?)));
            match found {
                Some((period, rate)) => (rate.from, rate.to, rate.rate, words::source_place(program, period.at)),
                None => return RateUsed { text: String::new(), place: None },
            }
        }
        RateSource::Given(index) => match prepared.rates.get(usize::from(index)) {
            Some(rate) => (rate.from, rate.to, rate.rate, None),
            None => return RateUsed { text: String::new(), place: None },
        },
    };
    let text = format!("1 {from} = {} {to}", words::number(rate));
    RateUsed { text, place }
}
