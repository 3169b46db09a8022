# Definitions of jq that jaq lacks or defines differently. Later definitions win; names with `__` are internal.

def del(f): delpaths([path(f)]);
def limit($n; f): if $n < 0 then error("limit doesn't support negative count") else __limit($n; f) end;
def skip($n; f): if $n < 0 then error("skip doesn't support negative count") else __skip($n; f) end;
def nth($n; f): if $n < 0 then error("nth doesn't support negative indices") else first(skip($n; f)) end;
def range($n): __range(0; $n; 1);
def range($from; $to): __range($from; $to; 1);
def range($from; $to; $by): __range($from; $to; $by);
def paths: path(..) | select(length > 0);
def paths(f): path(.. | select(f)) | select(length > 0);
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $y | [$x] + $y end;
def combinations(n): . as $dot | [range(n) | $dot] | combinations;
def in(xs): . as $x | xs | has($x);
def inside(xs): . as $x | xs | contains($x);
def index($i): indices($i) | .[0];
def rindex($i): indices($i) | .[-1:][0];
def transpose: [range(0; (map(length) | max) // 0) as $i | [.[][$i]]];
def pick(f): . as $top | reduce path(f) as $p (null; setpath($p; $top | getpath($p)));
def __flatten($depth): .[] | if type == "array" and $depth > 0 then __flatten($depth - 1) else . end;
def flatten($depth):
  if $depth < 0 then error("flatten depth must not be negative") else [__flatten($depth)] end;
def flatten: [__flatten(1000)];
def from_entries:
  reduce .[] as $x ({}; . + {
    ($x | if .key == null then .k // .name // .Name // .K // .Key else .key end
        | if type == "string" then . else tojson end):
    ($x | if has("value") then .value elif has("v") then .v else .Value end)});
def with_entries(f): to_entries | map(f) | from_entries;

def IN(s): any(s == .; .);
def IN(src; s): any(src == s; .);
def INDEX(stream; f): reduce stream as $row ({}; . + {($row | f | tostring): $row});
def INDEX(f): INDEX(.[]; f);
def JOIN($index; f): [.[] | [., $index[f]]];
def JOIN($index; stream; f): stream | [., $index[f]];
def JOIN($index; stream; f; join): stream | [., $index[f]] | join;

def tostream:
  path(def r: (.[]? | r), .; r) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);
def fromstream(f):
  foreach f as $i ({x: null, e: false};
    if .e then {x: null, e: false} end
    | if $i | length == 2
      then setpath(["e"]; $i[0] | length == 0) | setpath(["x"] + $i[0]; $i[1])
      else setpath(["e"]; $i[0] | length == 1) end;
    if .e then .x else empty end);
def truncate_stream(stream):
  . as $n | null | stream | if (.[0] | length) > $n then setpath([0]; .[0][$n:]) else empty end;
def leaf_paths: paths(scalars);
def have_literal_numbers: true;
def have_decnum: false;

# No value counts as null, as everywhere.
def join(s): ([s] | if length == 0 then [null] else . end)[] as $s | __join($s);

# There is no local time zone.
def localtime: gmtime;
def date: todate;
def dateadd(unit; n): . + n;
def datesub(unit; n): . - n;

# Regular expressions: a pattern alone, or a list of a pattern and its flags.
def __mode: if type == "array" then [.[0], .[1]] else [., null] end;
def __names: reduce (.captures[] | select(.name != null)) as $c ({}; . + {($c.name): $c.string});
def match($re; $flags): __matches($re; $flags)[];
def match($re): ($re | __mode) as $m | match($m[0]; $m[1]);
def test($re; $flags): __test($re; $flags);
def test($re): ($re | __mode) as $m | __test($m[0]; $m[1]);
def capture($re; $flags): match($re; $flags) | __names;
def capture($re): match($re) | __names;
def scan($re; $flags):
  match($re; "g" + $flags) | if (.captures | length) > 0 then [.captures[].string] else .string end;
def scan($re): ($re | __mode) as $m | scan($m[0]; $m[1]);
def split($re; $flags): [__parts($re; "g" + $flags)[] | strings];
def splits($re; $flags): split($re; $flags)[];
def splits($re): splits($re; null);
def sub($re; str; $flags):
  . as $in
  | ([__parts($re; $flags)[] | if type == "object" then [__names | str] else . end] | __joined[]) // $in;
def sub($re; str): sub($re; str; "");
def gsub($re; str; $flags): sub($re; str; "g" + $flags);
def gsub($re; str): sub($re; str; "g");
