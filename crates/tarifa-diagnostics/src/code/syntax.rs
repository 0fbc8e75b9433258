//! Codes about the form of the text: characters, lines, statements (01xx).

super::codes! {
    E0101 SYNTAX_ERROR "the text is not a statement of the language";
    E0102 UNKNOWN_STATEMENT "a line that begins no statement";
    E0103 UNPAIRED_BRACKET "a bracket without its partner";
    E0104 UNCLOSED_TEXT "text whose quotation mark is never closed";
    E0105 UNKNOWN_CHARACTER "a character or an operator that the language does not have";
    E0106 WRITTEN_TWICE "one thing written twice in one statement";
    E0107 ROW_WIDTH "a row with more or fewer cells than columns";
    E0108 NEEDS_PARENTHESES "a percentage that can be read in two ways";
    E0109 EMPTY_BLOCK "a block with nothing in it";
    E0110 NUMBER_FORM "a number with a separator that is no decimal point";
    E0111 NESTING_TOO_DEEP "brackets nested too deeply";
    E0112 SOURCE_TOO_LARGE "a file that is too large";
    E0113 STATEMENT_TOO_LARGE "a statement that is too large";
    E0114 MALFORMED_ALLOW "an `allow` comment without a warning's code or without a reason";
    W0101 BIDIRECTIONAL "an invisible character that reorders the text around it";
    W0102 LOOK_ALIKE "a word with look-alike letters of another alphabet";
    W0103 UNUSED_ALLOW "an `allow` comment that silences nothing";
}
