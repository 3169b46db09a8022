//! The table of functions. Each entry is a line of `SNIPPETS.md`.

use super::Snippet;

const ANY: usize = usize::MAX;

const fn snippet(
    names: &'static [&'static str],
    forms: &'static [(usize, &'static str)],
    [call, input, gives]: [&'static str; 3],
) -> Snippet {
    Snippet { names, forms, call, input, gives }
}

pub(super) const SNIPPETS: &[Snippet] = &[
    // Dates. Times are texts such as `2026-03-05` or `2026-03-05T09:30:00Z`.
    snippet(
        &["DATEDIFF", "DATEDIF", "DAYSBETWEEN", "DIFFDAYS"],
        &[
            (1, "((now - {1t}) / 86400 | floor)"),
            (2, "(({2t} - {1t}) / 86400 | floor)"),
            (3, "(({2t} - {1t}) / 86400 | floor)"),
        ],
        ["DATEDIFF(.ordered, .delivered)", r#"{"ordered":"2026-01-28","delivered":"2026-03-01"}"#, "32"],
    ),
    snippet(
        &["DAYSSINCE", "AGEINDAYS", "DAYSAGO"],
        &[(1, "((now - {1t}) / 86400 | floor)")],
        ["DAYS_SINCE(.delivered)", r#"{"delivered":"2026-02-20T09:30:00Z"}"#, "9"],
    ),
    snippet(
        &["DAYS"],
        &[(2, "(({1t} - {2t}) / 86400 | floor)")],
        ["DAYS(TODAY(), .delivered)", r#"{"delivered":"2026-02-20"}"#, "9"],
    ),
    snippet(
        &["TODAY", "CURDATE", "CURRENTDATE", "GETDATE"],
        &[(0, r#"(now | strftime("%Y-%m-%d"))"#)],
        ["TODAY()", "null", r#""2026-03-01""#],
    ),
    snippet(
        &["NOW", "SYSDATE", "CURRENTTIMESTAMP"],
        &[(0, "(now | todate)")],
        ["NOW()", "null", r#""2026-03-01T12:34:56Z""#],
    ),
    snippet(
        &["DATEADD", "ADDDATE", "ADDDAYS"],
        &[(2, "({1t} + {2} * 86400 | todate)")],
        ["DATEADD(.ordered, 14)", r#"{"ordered":"2026-02-20"}"#, r#""2026-03-06T00:00:00Z""#],
    ),
    snippet(
        &["NETWORKDAYS", "WORKDAYS"],
        &[(2, r#"([range({1t}; {2t}; 86400) | strftime("%u") | select(. < "6")] | length)"#)],
        ["NETWORKDAYS(.from, .to)", r#"{"from":"2026-02-20","to":"2026-03-02"}"#, "6"],
    ),
    snippet(
        &["YEAR"],
        &[(1, r#"({1t} | strftime("%Y") | tonumber)"#)],
        ["YEAR(.at)", r#"{"at":"2026-03-05"}"#, "2026"],
    ),
    snippet(
        &["MONTH"],
        &[(1, r#"({1t} | strftime("%m") | tonumber)"#)],
        ["MONTH(.at)", r#"{"at":"2026-03-05"}"#, "3"],
    ),
    snippet(
        &["DAY", "DAYOFMONTH"],
        &[(1, r#"({1t} | strftime("%d") | tonumber)"#)],
        ["DAY(.at)", r#"{"at":"2026-03-05"}"#, "5"],
    ),
    snippet(
        &["HOUR"],
        &[(1, r#"({1t} | strftime("%H") | tonumber)"#)],
        ["HOUR(.at)", r#"{"at":"2026-03-05T09:30:00Z"}"#, "9"],
    ),
    snippet(
        &["WEEKDAY", "DAYOFWEEK"],
        &[(1, r#"({1t} | strftime("%u") | tonumber)"#), (2, r#"({1t} | strftime("%u") | tonumber)"#)],
        ["WEEKDAY(.at)", r#"{"at":"2026-03-05"}"#, "4"],
    ),
    snippet(
        &["WEEKNUM", "ISOWEEKNUM"],
        &[(1, r#"({1t} | strftime("%V") | tonumber)"#), (2, r#"({1t} | strftime("%V") | tonumber)"#)],
        ["WEEKNUM(.at)", r#"{"at":"2026-03-05"}"#, "10"],
    ),
    snippet(
        &["DATEVALUE", "TODATE", "STRTODATE"],
        &[
            (1, r#"({1} | strptime("%d.%m.%Y") | mktime | todate)"#),
            (2, "({1} | strptime({2}) | mktime | todate)"),
        ],
        ["DATEVALUE(.day)", r#"{"day":"05.03.2026"}"#, r#""2026-03-05T00:00:00Z""#],
    ),
    snippet(
        &["LOCALTIME", "TOLOCALTIME", "TOLOCALESTRING", "CONVERTTZ"],
        &[(ANY, r#"({1t} | strflocaltime("%d.%m.%Y %H:%M"; "Europe/Amsterdam"))"#)],
        ["TO_LOCAL_TIME(.at)", r#"{"at":"2026-07-05T09:30:00Z"}"#, r#""05.07.2026 11:30""#],
    ),
    // Numbers.
    snippet(
        &["SUM"],
        &[(1, "([{i}] | add)"), (ANY, "([{*}] | add)")],
        ["SUM(.items[].price)", r#"{"items":[{"price":2},{"price":3}]}"#, "5"],
    ),
    snippet(
        &["AVERAGE", "AVG", "MEAN"],
        &[(1, "([{i}] | add / length)"), (ANY, "([{*}] | add / length)")],
        ["AVERAGE(.prices)", r#"{"prices":[2,4]}"#, "3"],
    ),
    snippet(
        &["COUNT", "COUNTA", "ROWS"],
        &[(1, "([{i}] | length)"), (ANY, "([{*}] | length)")],
        ["COUNT(.items)", r#"{"items":[2,4]}"#, "2"],
    ),
    snippet(
        &["SUMIF", "SUMIFS"],
        &[(ANY, "([.items[] | select(.quantity > 1) | .price] | add)")],
        [
            "SUMIF(.quantity, \">1\", .price)",
            r#"{"items":[{"quantity":1,"price":5},{"quantity":2,"price":3}]}"#,
            "3",
        ],
    ),
    snippet(
        &["COUNTIF", "COUNTIFS"],
        &[(ANY, "([.items[] | select(.quantity > 1)] | length)")],
        ["COUNTIF(.quantity, \">1\")", r#"{"items":[{"quantity":1},{"quantity":2}]}"#, "1"],
    ),
    snippet(
        &["MIN"],
        &[(1, "([{i}] | min)"), (ANY, "([{*}] | min)")],
        ["MIN(.a, .b)", r#"{"a":3,"b":2}"#, "2"],
    ),
    snippet(
        &["MAX"],
        &[(1, "([{i}] | max)"), (ANY, "([{*}] | max)")],
        ["MAX(.prices)", r#"{"prices":[2,4]}"#, "4"],
    ),
    snippet(
        &["ROUND"],
        &[(1, "({1} | round)"), (2, "({1} * {2x} | round / {2x})")],
        ["ROUND(.total, 2)", r#"{"total":19.987}"#, "19.99"],
    ),
    snippet(
        &["ROUNDUP", "CEILING", "CEIL"],
        &[(1, "({1} | ceil)"), (2, "({1} * {2x} | ceil / {2x})")],
        ["ROUNDUP(.total, 1)", r#"{"total":19.91}"#, "20"],
    ),
    snippet(
        &["ROUNDDOWN", "FLOOR", "TRUNC", "INT"],
        &[(1, "({1} | floor)"), (2, "({1} * {2x} | floor / {2x})")],
        ["INT(.total)", r#"{"total":19.91}"#, "19"],
    ),
    snippet(&["MOD"], &[(2, "({1} % {2})")], ["MOD(.n, 3)", r#"{"n":7}"#, "1"]),
    snippet(&["ABS"], &[(1, "({1} | abs)")], ["ABS(.n)", r#"{"n":-7}"#, "7"]),
    snippet(&["POWER", "POW"], &[(2, "pow({1}; {2})")], ["POWER(.n, 2)", r#"{"n":3}"#, "9"]),
    snippet(
        &["TEXT", "FIXED", "TOFIXED", "FORMATNUMBER", "DOLLAR"],
        &[(ANY, r#"({1} * 100 | round | "\(. / 100 | floor).\("0\(. % 100)"[-2:])")"#)],
        ["TEXT(.total, \"0.00\")", r#"{"total":12.5}"#, r#""12.50""#],
    ),
    // Decisions.
    snippet(
        &["IF", "IIF", "IFF", "IFELSE"],
        &[(3, "(if {1} then {2} else {3} end)"), (2, "(if {1} then {2} else null end)")],
        ["IF(.total > 100, \"large\", \"small\")", r#"{"total":120}"#, r#""large""#],
    ),
    snippet(
        &["IFS", "SWITCH", "CHOOSE", "DECODE"],
        &[(ANY, r#"(if .total > 100 then "large" elif .total > 10 then "middle" else "small" end)"#)],
        ["IFS(.total > 100, \"large\", .total > 10, \"middle\")", r#"{"total":20}"#, r#""middle""#],
    ),
    snippet(&["AND"], &[(ANY, "({&})")], ["AND(.paid, .total > 5)", r#"{"paid":true,"total":9}"#, "true"]),
    snippet(&["OR"], &[(ANY, "({|})")], ["OR(.paid, .total > 5)", r#"{"paid":false,"total":9}"#, "true"]),
    snippet(&["NOT"], &[(1, "({1} | not)")], ["NOT(.paid)", r#"{"paid":false}"#, "true"]),
    snippet(
        &["IFNULL", "COALESCE", "NVL", "IFNA", "IFEMPTY"],
        &[(2, "({1} // {2})"), (3, "({1} // {2} // {3})")],
        ["IFNULL(.discount, 0)", "{}", "0"],
    ),
    snippet(&["IFERROR"], &[(2, "(try ({1}) catch {2})")], ["IFERROR(.a / .b, 0)", r#"{"a":1,"b":0}"#, "0"]),
    snippet(&["ISBLANK", "ISNULL", "ISNA"], &[(1, "({1} == null)")], ["ISBLANK(.email)", "{}", "true"]),
    snippet(&["ISEMPTY"], &[(1, "({1} // \"\" | length == 0)")], ["ISEMPTY(.email)", "{}", "true"]),
    snippet(
        &["ISNUMBER"],
        &[(1, "({1} | type == \"number\")")],
        ["ISNUMBER(.total)", r#"{"total":"5"}"#, "false"],
    ),
    snippet(
        &["ISTEXT", "ISSTRING"],
        &[(1, "({1} | type == \"string\")")],
        ["ISTEXT(.total)", r#"{"total":"5"}"#, "true"],
    ),
    // Lists.
    snippet(
        &["VLOOKUP", "XLOOKUP", "HLOOKUP", "LOOKUP"],
        &[(ANY, "({1} as $key | first({2}[] | select(.id == $key) | .price))")],
        [
            "VLOOKUP(.sku, .prices, 2)",
            r#"{"sku":"b","prices":[{"id":"a","price":1},{"id":"b","price":2}]}"#,
            "2",
        ],
    ),
    snippet(
        &["FILTER"],
        &[(2, "({1} | map(select({2})))")],
        ["FILTER(.items, .price > 10)", r#"{"items":[{"price":5},{"price":15}]}"#, r#"[{"price":15}]"#],
    ),
    snippet(
        &["UNIQUE"],
        &[(1, "({1} | unique)")],
        ["UNIQUE(.tags)", r#"{"tags":["b","a","b"]}"#, r#"["a","b"]"#],
    ),
    snippet(&["SORT"], &[(1, "({1} | sort)")], ["SORT(.tags)", r#"{"tags":["b","a"]}"#, r#"["a","b"]"#]),
    // Texts.
    snippet(
        &["CONCAT", "CONCATENATE"],
        &[(ANY, "({+})")],
        ["CONCATENATE(.first, \" \", .last)", r#"{"first":"Ada","last":"L"}"#, r#""Ada L""#],
    ),
    snippet(
        &["TEXTJOIN", "STRINGAGG", "GROUPCONCAT"],
        &[(ANY, "([.items[].name] | join(\", \"))")],
        ["TEXTJOIN(\", \", true, .items)", r#"{"items":[{"name":"a"},{"name":"b"}]}"#, r#""a, b""#],
    ),
    snippet(&["LEFT"], &[(2, "({1}[:{2}])")], ["LEFT(.code, 2)", r#"{"code":"NL-17"}"#, r#""NL""#]),
    snippet(&["RIGHT"], &[(2, "({1}[-{2}:])")], ["RIGHT(.code, 2)", r#"{"code":"NL-17"}"#, r#""17""#]),
    snippet(
        &["MID", "SUBSTRING", "SUBSTR"],
        &[(3, "({1}[{2} - 1:{2} - 1 + {3}])")],
        ["MID(.code, 4, 2)", r#"{"code":"NL-17"}"#, r#""17""#],
    ),
    snippet(&["LEN"], &[(1, "({1} | length)")], ["LEN(.code)", r#"{"code":"NL-17"}"#, "5"]),
    snippet(&["TRIM"], &[(1, "({1} | trim)")], ["TRIM(.name)", r#"{"name":" Ada "}"#, r#""Ada""#]),
    snippet(
        &["UPPER", "UCASE"],
        &[(1, "({1} | ascii_upcase)")],
        ["UPPER(.name)", r#"{"name":"Ada"}"#, r#""ADA""#],
    ),
    snippet(
        &["LOWER", "LCASE"],
        &[(1, "({1} | ascii_downcase)")],
        ["LOWER(.name)", r#"{"name":"Ada"}"#, r#""ada""#],
    ),
    snippet(
        &["SUBSTITUTE", "REPLACE"],
        &[(3, "({1} | split({2}) | join({3}))")],
        ["SUBSTITUTE(.phone, \" \", \"\")", r#"{"phone":"06 12 34"}"#, r#""061234""#],
    ),
    snippet(&["VALUE"], &[(1, "({1} | tonumber)")], ["VALUE(.amount)", r#"{"amount":"5.5"}"#, "5.5"]),
    snippet(
        &["SPLIT"],
        &[(2, "({1} | split({2}))")],
        ["SPLIT(.tags, \",\")", r#"{"tags":"a,b"}"#, r#"["a","b"]"#],
    ),
];
