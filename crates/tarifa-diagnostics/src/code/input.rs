//! Codes about shipments, artefacts and limits (07xx, 08xx).

super::codes! {
    E0701 UNKNOWN_KEY "an input key that the rule set does not know";
    E0702 INPUT_UNKNOWN_PLACE "a country or subdivision that does not exist";
    E0703 INPUT_MALFORMED_POSTCODE "a postcode that its country does not have";
    E0704 INPUT_UNKNOWN_SERVICE "a service that the rule set does not have";
    E0705 INPUT_WRONG_KIND "a value of another kind or in another unit";
    E0706 INPUT_UNKNOWN_WORD "a word that a fact does not list";
    E0708 INPUT_NOT_POSITIVE "a weight, side, quantity, rate or value that cannot be so small";
    E0709 INPUT_MALFORMED_HS "a Harmonised System code that is none";
    E0710 INPUT_TOO_MUCH_INPUT "more than a shipment can hold";
    E0711 INPUT_CONTRADICTORY_INPUT "things said twice or in two places";
    E0712 INPUT_OUT_OF_RANGE "a number too large or too fine to be kept exactly";
    E0713 INPUT_NOT_JSON "an input that is not a JSON document";
    E0714 INPUT_MISSING_SIDE "one or two sides without the rest";
    E0715 INPUT_UNKNOWN_DOCUMENT "a document that the rule set does not declare";
    E0731 INPUT_UNKNOWN_PROCESS "a process that does not exist, or is not for this order";
    E0732 INPUT_UNKNOWN_IN_PROCESS "an event, act, party or reason that a process does not have";
    E0733 INPUT_ARGUMENTS "an act that brings along too much or too little";
    E0734 INPUT_CONTRADICTORY_CASE "figures of a case that contradict each other";
    E0801 TOO_MANY "more of something than a rule set can hold";
    E0811 NOT_AN_ARTEFACT "a file that is no compiled tariff";
    E0812 UNKNOWN_FORM "a compiled tariff of another version";
    E0813 DAMAGED_ARTEFACT "a compiled tariff that is damaged or cut short";
}
