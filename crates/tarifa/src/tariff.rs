//! A tariff that answers: compiled from text or loaded from an artefact.

use std::sync::Arc;

use tarifa_compiler::model::Model;
use tarifa_diagnostics::{Diagnostic, Diagnostics, Severity, Sources};
use tarifa_engine::answer::Answer;
use tarifa_engine::artefact;
use tarifa_engine::case::{Case, FallsDue};
use tarifa_engine::case_answer::{CaseAnswer, CaseDue};
use tarifa_engine::change::{self, Suggestion};
use tarifa_engine::date::Moment;
use tarifa_engine::evaluate::{Quote, Runtime};
use tarifa_engine::explain::{self, CaseError, QuoteError};
use tarifa_engine::json::{self, AskedFact};
use tarifa_engine::prepare::InputErrors;
use tarifa_engine::program::{Program, ServiceId};
use tarifa_engine::shipment::Shipment;

use crate::examples::{self, Outcome};
use crate::lanes::Lanes;
use crate::{CompileError, LoadError};

/// A tariff that answers.
///
/// It is cheap to clone and to share between threads; a host that reloads
/// swaps one for another.
#[derive(Clone, Debug)]
pub struct Tariff {
    runtime: Arc<Runtime>,
    hash: Arc<str>,
    warnings: Arc<[Diagnostic]>,
}

/// What compiling a rule set gives: everything found, the tariff where nothing is wrong, and the examples.
#[derive(Clone, Debug)]
pub struct Compilation {
    /// The tariff, where nothing is wrong with it.
    pub tariff: Option<Tariff>,
    /// Everything found, in the order of places.
    pub diagnostics: Diagnostics,
    /// What the policy says, as far as it could be understood.
    pub model: Model,
}

/// Compiles the files of one rule set and keeps everything found, for tools that show findings.
pub fn compile(sources: &Sources) -> Compilation {
    let compiled = tarifa_compiler::compile(sources);
    let tariff = compiled.checked.map(|checked| Tariff::new(checked.into_program(), &compiled.diagnostics));
    Compilation { tariff, diagnostics: compiled.diagnostics, model: compiled.model }
}

impl Compilation {
    /// Runs the rule set's examples, in the order of files and lines; none where it does not compile.
    pub fn run_examples(&self) -> Option<Vec<Outcome>> {
        let tariff = self.tariff.as_ref()?;
        let shipments = self.model.examples.iter().map(|example| examples::run(tariff, example));
        let cases = self.model.case_examples.iter().map(|example| examples::run_case(tariff, example));
        let mut outcomes: Vec<Outcome> = shipments.chain(cases).collect();
        outcomes.sort_by_key(|outcome| outcome.span);
        Some(outcomes)
    }
}

impl Tariff {
    /// Compiles the files of one rule set.
    ///
    /// # Errors
    ///
    /// Where the policy has an error, with everything found. Warnings do not stop it: see [`Tariff::warnings`].
    pub fn compile(sources: &Sources) -> Result<Self, CompileError> {
        let compilation = compile(sources);
        compilation.tariff.ok_or(CompileError::Policy { diagnostics: compilation.diagnostics })
    }

    /// Loads what [`Tariff::to_artefact`] gave; the compiler is not needed.
    ///
    /// # Errors
    ///
    /// Where the artefact is damaged, truncated, or of another version.
    pub fn load(artefact: &[u8]) -> Result<Self, LoadError> {
        Ok(Self::new(artefact::from_artefact(artefact)?, &Diagnostics::default()))
    }

    /// The compiled tariff as bytes, to be loaded without the compiler.
    pub fn to_artefact(&self) -> Vec<u8> {
        artefact::to_artefact(self.program())
    }

    /// The content hash, which every answer carries: equal hashes mean equal answers.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// What the compiler warned of.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The answer to `shipment`: every service, or the one it asks for.
    ///
    /// # Errors
    ///
    /// Where the shipment itself is not well made (a weight of zero, an unknown fact), or a figure is beyond what can
    /// be reckoned exactly. That a service is not available is an answer and not an error.
    pub fn quote(&self, shipment: &Shipment) -> Result<Answer, QuoteError> {
        explain::answer(&self.runtime, &self.hash, shipment)
    }

    /// Whether a service takes `shipment`, by its dates, places, limits and restrictions: a quote without the price.
    ///
    /// What it refuses or asks for, the quote does too; a price statement can refuse what the verdict calls available.
    /// A host that asks often prepares a shipment once and takes [`Runtime::verdict`].
    ///
    /// ```
    /// use tarifa::{Sources, Tariff, answer::Verdict, program::ServiceId};
    ///
    /// # let policy = r#"
    /// # tariff parcels "Parcels" { currency CNY; time zone "Asia/Shanghai"; rounding half up in steps of 0.01; paid by seller }
    /// # service economy "Economy" { from CN; to DE; weight up to 2 kg }
    /// # freight economy = 50.00 per kg
    /// # "#;
    /// let tariff = Tariff::compile(&Sources::single("parcels.tarifa", policy))?;
    /// let heavy = tariff.shipment_from_json(r#"{ "origin": "CN", "destination": "DE", "weight": "3 kg" }"#)?;
    /// assert_eq!(tariff.verdict(&heavy, ServiceId(0))?.verdict, Verdict::NotServed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As of [`Tariff::quote`].
    pub fn verdict(&self, shipment: &Shipment, service: ServiceId) -> Result<Quote, QuoteError> {
        let prepared = self.runtime.prepare(shipment)?;
        Ok(self.runtime.verdict(service, &prepared)?)
    }

    /// The changes that would make `shipment` shippable by the service of that name, the smallest first, each one made
    /// and quoted; none where it is available, something must be known first, or there is no such service.
    pub fn nearest_changes(&self, shipment: &Shipment, service: &str) -> Vec<Suggestion> {
        let position = self.program().services.iter().position(|own| own.name == service);
        let id = position.and_then(|position| u16::try_from(position).ok()).map(ServiceId);
        id.map(|id| change::nearest(&self.runtime, shipment, id)).unwrap_or_default()
    }

    /// Who may ship what where, as far as restrictions say.
    pub fn lanes(&self) -> Lanes {
        Lanes::new(self.program())
    }

    /// Reads a shipment from JSON, by the keys and kinds that this tariff asks for.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the document, each with its path and a way out.
    pub fn shipment_from_json(&self, document: &str) -> Result<Shipment, InputErrors> {
        json::shipment(&self.runtime, document)
    }

    /// Where `case` stands at `now`: in the process that it names, or in each that applies to its order.
    ///
    /// # Errors
    ///
    /// Where the case itself is not well made (an act that the process does not have), or a figure is beyond what can
    /// be reckoned exactly. That something must be known first is an answer and not an error.
    pub fn case(&self, case: &Case, now: Moment) -> Result<CaseAnswer, CaseError> {
        explain::case(&self.runtime, &self.hash, case, now)
    }

    /// What falls due in `case` from `now` until so many seconds later, and what must be known before it can be decided:
    /// ids and numbers, of which [`Tariff::due_in_words`] makes words.
    ///
    /// # Errors
    ///
    /// As of [`Tariff::case`].
    pub fn due(&self, case: &Case, now: Moment, seconds: i64) -> Result<(Vec<FallsDue>, Vec<String>), CaseError> {
        explain::dues(&self.runtime, case, now, seconds)
    }

    /// Something that falls due, in words.
    pub fn due_in_words(&self, due: &FallsDue) -> Option<CaseDue> {
        explain::due(&self.runtime, due)
    }

    /// Reads a case from JSON, by the keys and kinds that this tariff and its processes ask for.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the document, each with its path and a way out.
    pub fn case_from_json(&self, document: &str) -> Result<Case, InputErrors> {
        json::case(&self.runtime, document)
    }

    /// The JSON Schema of this tariff's cases.
    pub fn case_schema(&self) -> serde_json::Value {
        json::case_schema(self.program())
    }

    /// What this tariff asks of a host: every key, its kind, the words that may be given, defaults.
    pub fn facts(&self) -> Vec<AskedFact> {
        json::asked_facts(self.program())
    }

    /// The JSON Schema of this tariff's shipments.
    pub fn shipment_schema(&self) -> serde_json::Value {
        json::shipment_schema(self.program())
    }

    /// The evaluator, for hosts that intern shipments once and quote them often.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The compiled program, as data.
    pub fn program(&self) -> &Program {
        self.runtime.program()
    }

    fn new(program: Program, diagnostics: &Diagnostics) -> Self {
        let warnings = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Warning).cloned();
        let hash = Arc::from(artefact::content_hash(&program));
        Self { runtime: Arc::new(Runtime::new(program)), hash, warnings: warnings.collect() }
    }
}
