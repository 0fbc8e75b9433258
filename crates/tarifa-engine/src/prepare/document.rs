//! What is at hand of that which rules can require: documents, labels, packaging, licences.

use crate::program::DocumentId;
use crate::shipment::Provided;

use super::error::{InputProblem, nearest};
use super::from_shipment::Preparation;
use super::{MAX_PROVIDED, PreparedDocument};

impl Preparation<'_> {
    /// What is at hand for the shipment or for an item, under its key.
    pub(super) fn provided(&mut self, key: &str, provided: &[Provided]) -> Vec<PreparedDocument> {
        if provided.len() > MAX_PROVIDED {
            let instead = "give each document once";
            let problem =
                InputProblem::TooMany { what: "documents", found: provided.len(), most: MAX_PROVIDED, instead };
            self.report(key, problem);
            return Vec::new();
        }
        let known = provided.iter().enumerate();
        known.filter_map(|(position, own)| self.document(&format!("{key}[{position}]"), own)).collect()
    }

    fn document(&mut self, path: &str, own: &Provided) -> Option<PreparedDocument> {
        let documents = &self.program.documents;
        let position = documents.iter().position(|document| document.name == own.document);
        let Some(document) = position.and_then(|position| u16::try_from(position).ok()).map(DocumentId) else {
            let near = nearest(&own.document, documents.iter().map(|document| document.name.as_str()));
            let name = crate::decimal::excerpt(&own.document);
            self.report(path, InputProblem::UnknownDocument { name, near });
            return None;
        };
        if let (Some(issued), Some(valid_to)) = (own.issued, own.valid_to)
            && valid_to < issued
        {
            let document = own.document.clone();
            self.report(path, InputProblem::ValidBeforeIssue { document, issued, valid_to });
        }
        Some(PreparedDocument { document, issued: own.issued, valid_to: own.valid_to })
    }
}
