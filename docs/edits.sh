# The edits that docs/diff.md, docs/outputs.md and docs/review.md show: the sheets are put into the folder $1, the iX2 is
# edited with its siblings, sources and date left as they were, another sheet is renamed and one is deleted.
set -eu
mkdir -p "$1"
cp -R "$(dirname "$0")/../specs" "$1"
cd "$1/specs/bmw"
replace() {
  [ "$(grep -cF "$1" ix2-xdrive30.json)" -eq 1 ] || { echo "ix2-xdrive30.json does not hold $1 once"; exit 1; }
  python - "$1" "$2" <<'END'
import pathlib, sys
file = pathlib.Path("ix2-xdrive30.json")
file.write_text(file.read_text(encoding="utf-8").replace(*sys.argv[1:]), encoding="utf-8")
END
}
replace '"s": 5.6' '"s": 5.4'
replace '"wltp": {"km": [417, 449], "mi": [259, 279]}' '"wltp": {"km": [430, 462], "mi": [267, 287]}'
replace '"unspecified": {"kg": 2095}' '"unspecified": {"lb": 4619}'
replace '"usable": {"kWh": 64.8}' '"usable": {"kWh": 65}'
replace '"seats": 5' '"seats": 4'
mv i4-m50.json i4-m50-2021.json
rm x3-xdrive20d.json
