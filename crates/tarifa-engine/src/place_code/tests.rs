//! What countries, subdivisions, postcodes and their patterns promise.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn country(code: &str) -> Country {
    code.parse().unwrap()
}

#[track_caller]
fn check_country(text: &str, expected: &str) {
    match text.parse::<Country>() {
        Ok(country) => assert_eq!(country.name(), expected),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

#[test]
fn countries_are_those_of_the_standard_and_kosovo() {
    check_country("DE", "Germany");
    check_country("XK", "Kosovo");
    let unknown = "is no country of ISO 3166-1";
    check_country(
        "UK",
        &format!("`UK` {unknown}: did you mean `GB` (United Kingdom of Great Britain and Northern Ireland)?"),
    );
    check_country("EL", &format!("`EL` {unknown}: did you mean `GR` (Greece)?"));
    check_country("de", &format!("`de` {unknown}: did you mean `DE` (Germany)?"));
    check_country("DEU", &format!("`DEU` {unknown}: did you mean `DE` (Germany)?"));
    check_country("Germany", &format!("`Germany` {unknown}: did you mean `DE` (Germany)?"));
    check_country("ZZ", &format!("`ZZ` {unknown}"));
    check_country("", &format!("`` {unknown}"));
}

#[test]
fn all_countries_are_listed_once_in_order() {
    let all = Country::all();
    assert_eq!(all.len(), 250);
    assert!(all.is_sorted() && all.iter().all(|one| one.code().parse() == Ok(*one)));
}

#[track_caller]
fn check_subdivision(text: &str, expected: &str) {
    match text.parse::<Subdivision>() {
        Ok(found) => assert_eq!(format!("{} {}", found.country(), found.name()), expected),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

#[test]
fn subdivisions_are_those_of_the_standard() {
    check_subdivision("US-AK", "US Alaska");
    check_subdivision("US-PR", "US Puerto Rico");
    check_subdivision("CA-QC", "CA Quebec");
    check_subdivision("US-Alaska", "`US-Alaska` is no subdivision of US in ISO 3166-2: did you mean `US-AK` (Alaska)?");
    check_subdivision("US-ZZ", "`US-ZZ` is no subdivision of US in ISO 3166-2");
    check_subdivision("ZZ-AK", "`ZZ` is no country of ISO 3166-1");
    check_subdivision("Alaska", "`Alaska` is no subdivision: write country and region, as in `US-AK`");
}

#[test]
fn every_subdivision_belongs_to_a_country() {
    for one in Country::all() {
        assert!(one.subdivisions().iter().all(|part| part.country() == one), "{one}");
    }
}

#[track_caller]
fn check_postcode(code: &str, text: &str, expected: &str) {
    match Postcode::parse(country(code), text) {
        Ok(postcode) => assert_eq!(postcode.to_string(), expected),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

#[test]
fn postcodes_are_shown_as_their_country_prints_them() {
    check_postcode("GB", "sw1a 1aa", "SW1A 1AA");
    check_postcode("GB", "M11AA", "M1 1AA");
    check_postcode("GB", "SW1A-1AA", "SW1A 1AA");
    check_postcode("GB", "PA67LN", "PA6 7LN");
    check_postcode("GB", "DN55 1PT", "DN55 1PT");
    check_postcode("AR", "c1002aaa", "C1002AAA");
    check_postcode("AR", "C1002", "C1002");
    check_postcode("GB", "HS1", "HS1");
    check_postcode("JE", "JE2 3AB", "JE2 3AB");
    check_postcode("US", "99501", "99501");
    check_postcode("US", "995011234", "99501-1234");
    check_postcode("CA", "k1a-0b1", "K1A 0B1");
    check_postcode("NL", "1012JS", "1012 JS");
    check_postcode("NL", "1012", "1012");
    check_postcode("PT", "9500-321", "9500-321");
    check_postcode("LT", "LT-01100", "01100");
    check_postcode("IE", "D02 AF30", "D02 AF30");
    check_postcode("BR", "01001000", "01001-000");
    check_postcode("HK", "999077", "999077");
}

#[test]
fn malformed_postcodes_are_errors() {
    let germany = "is no postcode of DE (Germany): they look like `10115`";
    for text in ["1011", "101155", "1011A", "10.115", "１０１１５"] {
        check_postcode("DE", text, &format!("`{text}` {germany}"));
    }
    let britain =
        "is no postcode of GB (United Kingdom of Great Britain and Northern Ireland): they look like `SW1A 1AA`";
    for text in ["PA", "PA6 7L", "E1 1", "SW1AA 1AA", "PA067 7LN", "PA05 1AA", "1AA", "SW1A1AAA"] {
        check_postcode("GB", text, &format!("`{text}` {britain}"));
    }
    check_postcode("US", "9950", "`9950` is no postcode of US (United States of America): they look like `10001`");
    check_postcode("HK", "N/A", "`N/A` is no postcode of HK (Hong Kong)");
    check_postcode("HK", "NONE", "`NONE` is no postcode of HK (Hong Kong)");
    check_postcode("DE", " - ", "expected a postcode, found nothing");
    let long = "1".repeat(100_000);
    assert!(Postcode::parse(country("HK"), &long).is_err());
}

#[track_caller]
fn check(code: &str, pattern: &str, postcode: &str, expected: PostcodeMatch) {
    let country = country(code);
    let pattern = PostcodePattern::parse(country, pattern).unwrap();
    let postcode = Postcode::parse(country, postcode).unwrap();
    assert_eq!(pattern.matches(&postcode), expected, "{pattern} and {postcode}");
}

use PostcodeMatch::{Inside, NeedsMore, Outside};

/// Reports against shop systems: woocommerce #36797, #27015, #20580, #24473, #26238, Luc45 #13,
/// lunar #2683.
#[test]
fn what_shop_systems_got_wrong_is_right() {
    check("GB", "PA67*", "PA6 7LN", Outside);
    check("GB", "KW15..KW17", "KW17 2AA", Inside);
    check("GB", "KW15*..KW17*", "KW17 2AA", Inside);
    check("GB", "NG1", "NG1 5DJ", Inside);
    check("GB", "NG1 *", "NG1 5DJ", Inside);
    check("GB", "NG1 *", "NG10 5DJ", Outside);
    check("GB", "SE1", "SE10 9AA", Outside);
    check("GB", "SE1 *", "SE10 9AA", Outside);
    check("GB", "SE1*", "SE10 9AA", Outside);
    check("BR", "09000*..09299*", "09150", Inside);
    check("BR", "09000..09299", "09150-000", Inside);
    check("DE", "09000..09299", "09150", Inside);
    check("GB", "KA27*", "KA27 8SQ", Inside);
    check("GB", "S1 2AB", "SW1A 0AA", Outside);
}

#[test]
fn british_districts_are_numbers() {
    check("GB", "HS1..HS9", "HS9 5YW", Inside);
    check("GB", "IV1..IV28", "IV3 5AA", Inside);
    check("GB", "IV1..IV28", "IV28 3XX", Inside);
    check("GB", "IV1..IV28", "IV30 1AA", Outside);
    check("GB", "IV2", "IV28 3XX", Outside);
    check("GB", "KW*", "KW1 4AA", Inside);
    check("GB", "S*", "S1 2AB", Inside);
    check("GB", "S*", "SW1A 1AA", Outside);
    check("GB", "SW1", "SW1A 1AA", Inside);
    check("GB", "SW1A", "SW1P 1AA", Outside);
    check("GB", "SW1A..SW1E", "SW1C 1AA", Inside);
    check("GB", "PA6 7*", "PA6 7LN", Inside);
    check("GB", "PA6 7*", "PA67 1LN", Outside);
    check("GB", "PA6 7LN", "PA6 7LN", Inside);
    check("GB", "PA67LN", "PA6 7LN", Inside);
    check("GB", "PA6-7LN", "PA6 7LN", Inside);
    check("GB", "NG1 5..NG1 7", "NG1 6DJ", Inside);
    check("GB", "NG1 5..NG1 7", "NG1 8DJ", Outside);
    check("JE", "JE2", "JE2 3AB", Inside);
}

#[test]
fn prefixes_ranges_and_whole_codes_elsewhere() {
    check("ES", "35*", "35001", Inside);
    check("ES", "35*", "36001", Outside);
    check("ES", "07*", "07001", Inside);
    check("PT", "9000..9999", "9500-321", Inside);
    check("PT", "9000..9999", "9999-999", Inside);
    check("PT", "9000..9999", "1100-148", Outside);
    check("PT", "9000-100..9000-200", "9000-150", Inside);
    check("DE", "10115", "10115", Inside);
    check("US", "99501", "99501-1234", Inside);
    check("US", "995*", "99501", Inside);
    check("CA", "X0A..X0C", "X0B 1A0", Inside);
    check("CA", "X0A", "X0A 0A1", Inside);
    check("NL", "1012", "1012 JS", Inside);
    check("LT", "LT-01*", "01100", Inside);
    check("HK", "12", "123", Outside);
    check("HK", "12*", "123", Inside);
}

#[test]
fn the_beginning_of_a_postcode_decides_only_what_it_can() {
    check("US", "99501-1234", "99501", NeedsMore);
    check("US", "99501-1234", "99502", Outside);
    check("GB", "HS1 2*", "HS1", NeedsMore);
    check("GB", "HS1..HS9", "HS1", Inside);
    check("GB", "SW1A", "SW1", NeedsMore);
    check("PT", "9500-300..9500-399", "9500", NeedsMore);
}

#[test]
fn a_pattern_speaks_of_its_own_country() {
    let pattern = PostcodePattern::parse(country("ES"), "35*").unwrap();
    let postcode = Postcode::parse(country("DE"), "35001").unwrap();
    assert_eq!(pattern.matches(&postcode), Outside);
}

#[track_caller]
fn check_slip(code: &str, pattern: &str, expected: &str) {
    let error = PostcodePattern::parse(country(code), pattern).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn every_slip_in_a_pattern_is_named() {
    check_slip("DE", "101", "`101` is only the beginning of a postcode of DE: write `101*` for all that begin so");
    check_slip("US", "600-608", "`600-608` is no postcode of US: write `600..608` for all from one to the other");
    check_slip("US", "006-009*", "`006-009` is no postcode of US: write `006..009` for all from one to the other");
    check_slip("JP", "100-105", "`100-105` is no postcode of JP: write `100..105` for all from one to the other");
    check_slip(
        "US",
        "60601-123",
        "`60601-123` is only the beginning of a postcode of US: write `60601-123*` for all that begin so",
    );
    check_slip("GB", "KW", "`KW` is only the beginning of a postcode of GB: write `KW*` for all that begin so");
    check_slip(
        "GB",
        "PA6 7",
        "`PA6 7` is only the beginning of a postcode of GB: write `PA6 7*` for all that begin so",
    );
    check_slip("DE", "1*5", "`1*5` has a `*` that is not at its end: a pattern is a beginning, as in `35*`");
    check_slip("DE", "1**", "`1*` has a `*` that is not at its end: a pattern is a beginning, as in `35*`");
    check_slip("DE", "*", "expected a postcode, found nothing");
    check_slip("DE", "", "expected a postcode, found nothing");
    check_slip("DE", "1A*", "`1A` is no postcode of DE (Germany): they look like `10115`");
    check_slip("DE", "101155*", "`101155` is no postcode of DE (Germany): they look like `10115`");
    check_slip("GB", "K*", "`K` is no British postcode area: the letters of a pattern are one area, as in `KW*`");
    check_slip("GB", "QQ1", "`QQ` is no British postcode area: the letters of a pattern are one area, as in `KW*`");
    check_slip("GB", "HS9..HS1", "`HS9..HS1` ends before it starts");
    check_slip("PT", "9999..9000", "`9999..9000` ends before it starts");
    check_slip("GB", "HS1..IV9", "`HS1..IV9` runs from one postcode area into another: write a pattern for each area");
    check_slip(
        "PT",
        "9000..99999",
        "the ends of `9000..99999` are not alike: a range compares as many characters as both have",
    );
    check_slip(
        "GB",
        "HS1..HS9 1",
        "the ends of `HS1..HS9 1` are not alike: a range compares as many characters as both have",
    );
    check_slip("HK", "A1..1A", "the ends of `A1..1A` are not alike: a range compares as many characters as both have");
    check_slip("PT", "9000..", "expected a postcode, found nothing");
}

#[track_caller]
fn check_partition(code: &str, patterns: &[&str], expected: &[&str], outside: Option<&str>) {
    let country = country(code);
    let parse = |text: &&str| PostcodePattern::parse(country, text).unwrap().interval();
    let intervals: Vec<_> = patterns.iter().map(parse).collect();
    let cuts = partition(intervals.iter().copied());
    let shown = |cut: &PostcodeInterval| sample(country, *cut).map(|postcode| postcode.to_string());
    let samples: Vec<_> = cuts.iter().map(|cut| shown(cut).unwrap_or_default()).collect();
    assert_eq!(samples, expected);
    let found = sample_outside(country, &cuts).map(|postcode| postcode.to_string());
    assert_eq!(found.as_deref(), outside);
}

#[test]
fn classes_have_plausible_samples() {
    check_partition("ES", &["35*", "38*", "07*"], &["07001", "35001", "38001"], Some("28001"));
    check_partition("ES", &["35*", "35001..35100"], &["35000", "35001", "35101"], Some("28001"));
    check_partition("PT", &["9000..9999"], &["9000-001"], Some("1100-148"));
    check_partition("FR", &["20*", "75001"], &["20001", "75001"], Some("75002"));
    check_partition(
        "GB",
        &["HS1..HS9", "IV1..IV28", "KW*", "KW15..KW17", "ZE*"],
        &["HS1 1AA", "IV1 1AA", "KW1 1AA", "KW15 1AA", "KW18 1AA", "ZE1 1AA"],
        Some("SW1A 1AA"),
    );
    check_partition(
        "GB",
        &["SW*", "SW1", "SW1A"],
        &["SW0 0AA", "SW1 1AA", "SW1A 1AA", "SW1B 1AA", "SW2 1AA"],
        Some("AB1 1AA"),
    );
    check_partition("US", &["995*", "99501-1234"], &["99500-0001", "99501-1234", "99501-1235"], Some("10001"));
    check_partition("CA", &["X0A", "Y*"], &["X0A 0A1", "Y0A 0A1"], Some("K1A 0B1"));
    check_partition("HK", &["12*", "34"], &["12001", "34"], Some("00001"));
    check_partition("DE", &["0*", "1*", "2..9"], &["00001", "10115", "20001"], None);
    check_partition("DE", &[], &[], Some("10115"));
}

#[test]
fn the_table_of_forms_is_in_order_and_its_examples_are_real_forms() {
    for one in Country::all() {
        if let Some(example) = format::Scheme::of(one).example(one) {
            assert!(Postcode::parse(one, example).is_ok(), "{one} {example}");
        }
    }
    let listed = |code: &str| format::Scheme::of(country(code)).example(country(code)).is_some();
    assert!(listed("AD") && listed("US") && listed("ZM") && !listed("HK"));
}

#[test]
fn patterns_are_data() {
    let pattern = PostcodePattern::parse(country("GB"), "hs1..hs9").unwrap();
    assert_eq!(pattern.to_string(), "HS1..HS9");
    let bytes = postcard::to_stdvec(&pattern).unwrap();
    assert_eq!(postcard::from_bytes::<PostcodePattern>(&bytes), Ok(pattern));
}

fn any_pattern() -> impl Strategy<Value = (Country, String)> {
    let code = prop::sample::select(vec!["GB", "GB", "GB", "US", "PT", "CA", "DE", "HK", "IE", "NL"]);
    let british = prop_oneof![
        "(S|SW|KW|HS|E|IV)[1-9]?[0-9]?[AW]?( [1-9]?[AB]?)?\\*?",
        "(KW|IV)[1-9][0-9]?\\*?\\.\\.(KW|IV)[1-9][0-9]?"
    ];
    let digits =
        prop_oneof!["[0-9]{1,7}\\*?", "[0-9]{2}\\.\\.[0-9]{2}", "[0-9]{5}\\.\\.[0-9]{5}", "[A-Z][0-9][A-Z]\\*?"];
    (code, british, digits)
        .prop_map(|(code, british, digits)| (country(code), if code == "GB" { british } else { digits }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The class found by searching says of each pattern what the pattern itself says.
    #[test]
    fn classes_agree_with_patterns(
        patterns in prop::collection::vec(any_pattern(), 1..8), other in any_pattern()
    ) {
        let country = patterns[0].0;
        let patterns: Vec<_> = patterns.iter()
            .filter_map(|(_, text)| PostcodePattern::parse(country, text).ok()).collect();
        let cuts = partition(patterns.iter().map(PostcodePattern::interval));
        prop_assert!(cuts.iter().all(|cut| cut.first <= cut.last));
        prop_assert!(cuts.windows(2).all(|pair| pair[0].last < pair[1].first));
        for pattern in &patterns {
            let all = cuts.iter().filter(|cut| cut.overlaps(pattern.interval()));
            prop_assert!(all.clone().all(|cut| pattern.interval().holds(*cut)));
        }
        let mut samples: Vec<_> = cuts.iter().filter_map(|cut| sample(country, *cut)).collect();
        samples.extend(sample_outside(country, &cuts));
        samples.extend(Postcode::parse(country, &other.1));
        for postcode in samples {
            // A sample is a postcode that a host can write.
            prop_assert_eq!(Postcode::parse(country, &postcode.to_string()), Ok(postcode.clone()));
            let class = class_of(&cuts, &postcode);
            for pattern in &patterns {
                // Where the class is open, some pattern may still be sure.
                let Some(class) = class else { continue };
                let cut = class.checked_sub(1).map(|at| cuts[at]);
                let is_in = cut.is_some_and(|cut| pattern.interval().holds(cut));
                prop_assert_eq!(pattern.matches(&postcode), if is_in { Inside } else { Outside });
            }
        }
    }

    #[test]
    fn each_class_has_a_sample_if_a_pattern_made_it(pattern in any_pattern()) {
        let (country, text) = pattern;
        if let Ok(pattern) = PostcodePattern::parse(country, &text) {
            let found = sample(country, pattern.interval());
            prop_assert!(found.is_some(), "{} {}", country, pattern);
            prop_assert_eq!(found.map(|postcode| pattern.matches(&postcode)), Some(Inside));
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,20}", which in 0_usize..250) {
        let country = Country::all()[which];
        let _ = Postcode::parse(country, &text);
        let _ = PostcodePattern::parse(country, &text);
    }
}
