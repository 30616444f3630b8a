"""Profiles that are inferred from the files of a repository."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint.errors import NothingToCheckError
from speclint.profile_inference.infer import infer
from speclint.profile_inference.render import profile_text

if TYPE_CHECKING:
    from pathlib import Path

CAR = {"make": "Audi", "model": "Q4", "year": 2024, "power_kw": 150}


def write(root: Path, files: dict[str, object]) -> None:
    for name, value in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps(value), encoding="utf-8")


def rows(root: Path) -> dict[str, tuple[str | None, str, int]]:
    return {row.quantity: (row.unit, row.path, row.sheets) for row in infer(root).quantities}


def layered(root: Path) -> None:
    for make, model in (("audi", "q4"), ("audi", "q6"), ("vw", "id_4")):
        names = {
            "make": {"slug": make, "name": make.upper()},
            "model": {"slug": model, "name": f"The {model}"},
        }
        write(root, {
            f"cars/{make}/{model}/base.json": {**names, "length_mm": 4600},
            f"cars/{make}/{model}/2024/{model}.json": {"year": 2024, **names, "power_kw": 150},
            f"cars/{make}/{model}/2024/{model}_plus.json": {"year": 2024, **names, "power_kw": 210},
            f"cars/{make}/{model}/2025/{model}.json": {"year": 2025, **names, "power_kw": 150},
        })  # fmt: skip


def test_layers_are_recognised_by_a_repeated_name_above_the_sheets_or_by_the_name_of_the_folder(
    tmp_path: Path,
) -> None:
    layered(tmp_path)
    layout = infer(tmp_path).layout
    assert layout.files == ("cars/{make}/{model}/{year}/*.json",)
    assert layout.layers == ("cars/{make}/{model}/base.json", "cars/{make}/{model}/{year}/{model}.json")
    assert len(layout.sheets) == 9


def test_what_layers_state_counts_for_every_sheet_below(tmp_path: Path) -> None:
    layered(tmp_path)
    assert rows(tmp_path) == {"power": ("kW", "power_kw", 9), "length": ("mm", "length_mm", 9)}


def test_of_an_object_with_slug_and_name_the_name_is_the_identity(tmp_path: Path) -> None:
    layered(tmp_path)
    paths = {name: ".".join(field.path) for name, field in infer(tmp_path).identity.items()}
    assert paths == {"make": "make.name", "model": "model.name", "year": "year"}


def test_many_objects_in_one_list_are_records(tmp_path: Path) -> None:
    write(
        tmp_path, {"all.json": {"data": [{**CAR, "model": f"Q{n}"} for n in range(5)], "meta": {"count": 5}}}
    )
    layout = infer(tmp_path).layout
    assert (layout.files, layout.records, len(layout.sheets)) == (("all.json",), "data[*]", 5)


def test_a_list_that_is_the_whole_document_holds_records_too(tmp_path: Path) -> None:
    write(tmp_path, {"all.json": [{**CAR, "model": f"Q{n}"} for n in range(5)]})
    assert infer(tmp_path).layout.records == "[*]"


def test_files_in_the_root_are_named_one_by_one_so_that_no_other_file_passes_for_a_sheet(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"a.json": CAR, "b.json": CAR, "package.json": {"name": "cars", "version": "1.0"}})
    found = infer(tmp_path)
    assert (found.layout.files, found.passed_over) == (("a.json", "b.json"), ("package.json",))


def test_folders_that_no_field_names_are_numbered(tmp_path: Path) -> None:
    write(tmp_path, {"cars/x/a.json": CAR, "cars/y/b.json": CAR})
    assert infer(tmp_path).layout.files == ("cars/{folder2}/*.json",)


def test_what_git_ignores_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"cars/audi/a.json": CAR, "out/audi/a.json": CAR, "out/audi/b.json": CAR})
    (tmp_path / ".gitignore").write_text("out/\n", encoding="utf-8")
    assert infer(tmp_path).layout.files == ("cars/{make}/*.json",)


def test_ranges_are_distinguished_by_the_cycle_beside_them(tmp_path: Path) -> None:
    rated = [
        {"cycle": "wltp", "range_km": 500},
        {"cycle": "epa", "range_km": 430},
        {"cycle": "x", "range_km": 1},
    ]
    write(tmp_path, {"cars/audi/a.json": {**CAR, "rated": rated}})
    assert rows(tmp_path)["range_wltp"] == ("km", "rated[?@.cycle=='wltp'].range_km", 1)
    assert rows(tmp_path)["range_epa"] == ("km", "rated[?@.cycle=='epa'].range_km", 1)
    assert "rated[?@.cycle=='x'].range_km" in {place.path for place in infer(tmp_path).unmapped}


def test_an_object_keyed_by_unit_is_named_itself(tmp_path: Path) -> None:
    write(tmp_path, {"cars/audi/a.json": {**CAR, "torque": {"Nm": [300, 310], "lb-ft": 225}}})
    assert rows(tmp_path)["torque"] == (None, "torque", 1)


def test_a_unit_in_a_member_beside_the_value_holds(tmp_path: Path) -> None:
    write(tmp_path, {"cars/audi/a.json": {**CAR, "topSpeed": {"value": 180, "unitCode": "KMH"}}})
    assert rows(tmp_path)["top_speed"] == ("km/h", "topSpeed.value", 1)


@pytest.mark.parametrize("key", ["x-unit", "x-ogc-unit"])
def test_a_unit_that_the_schema_names_holds(tmp_path: Path, key: str) -> None:
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {"torque": {"$ref": "#/definitions/torque"}},
        "definitions": {"torque": {"type": "number", key: "Nm"}},
    }
    sheet = {"$schema": "../../schema.json", **CAR, "torque": 310}
    write(tmp_path, {"schema.json": schema, "cars/audi/a.json": sheet})
    assert rows(tmp_path)["torque"] == ("Nm", "torque", 1)
    assert infer(tmp_path).schema == "schema.json"


def test_two_places_with_the_name_of_one_quantity_are_both_left_to_the_user(tmp_path: Path) -> None:
    write(tmp_path, {"cars/audi/a.json": {**CAR, "length_mm": 4600, "body": {"length_mm": 4610}}})
    found = infer(tmp_path)
    assert "length" not in {row.quantity for row in found.quantities}
    rivals = {place.path for place in found.unmapped if place.reason == "more than one place has this name"}
    assert rivals == {"length_mm", "body.length_mm"}


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingToCheckError, match="there is no JSON file or table in it that git does not"):
        infer(tmp_path)


def test_documents_that_are_no_cars_are_refused_with_what_they_hold(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": {"colour": 1, "taste": 2}})
    with pytest.raises(
        NothingToCheckError, match=r"saw 1 file, .* members such as colour, taste; none names a car"
    ):
        infer(tmp_path)


def test_cars_without_a_figure_that_is_understood_are_adopted_with_where_figures_are(tmp_path: Path) -> None:
    write(tmp_path, {"cars/a.json": {"make": "Audi", "model": "Q4", "oomph": 7}})
    found = infer(tmp_path)
    assert (found.quantities, [(place.path, place.example) for place in found.unmapped]) == (
        (),
        [("oomph", 7)],
    )


CARS = [{**CAR, "model": f"Q{number}"} for number in range(4)]


@pytest.mark.parametrize(
    ("document", "records"),
    [
        (CARS, "[*]"),
        ({"data": CARS, "meta": {"count": 4}}, "data[*]"),
        ({"brands": [{"id": 1, "name": "Audi"}] * 9, "data": CARS}, "data[*]"),
        ({car["model"]: car for car in CARS}, "[*]"),
        ({"cars": {car["model"]: car for car in CARS}}, "cars[*]"),
        ({"result": {"cars": CARS}}, "result.cars[*]"),
        ([{"make": "Audi", "models": CARS}, {"make": "BMW", "models": CARS}], "[*].models[*]"),
        ([{**car, "motors": [{"power_kw": 90, "torque_nm": 200}] * 3} for car in CARS], "[*]"),
    ],
)
def test_records_are_found_in_whatever_shape_a_document_holds_them(
    tmp_path: Path, document: object, records: str
) -> None:
    write(tmp_path, {"all.json": document})
    layout = infer(tmp_path).layout
    assert layout.records == records
    assert all(isinstance(sheet, dict) and "power_kw" in sheet for sheet in layout.sheets)


def table(root: Path, text: str, encoding: str = "utf-8") -> None:
    (root / "cars.csv").write_bytes(text.encode(encoding))


def identity_of(root: Path) -> dict[str, tuple[str, str | None]]:
    return {name: (".".join(field.path), field.part) for name, field in infer(root).identity.items()}


@pytest.mark.parametrize("make", ["marque", "Marke", "Company Names", "Manufacturer", "Marca", "BRAND"])
@pytest.mark.parametrize("model", ["Modèle", "Modell", "modello", "Model"])
def test_make_and_model_are_known_by_the_words_of_five_languages(
    tmp_path: Path, make: str, model: str
) -> None:
    table(tmp_path, f"{make};{model};kW\nAudi;Q4;150\nKia;EV6;168\n")
    assert identity_of(tmp_path) == {"make": (make, None), "model": (model, None)}


def test_one_column_with_make_and_model_is_split(tmp_path: Path) -> None:
    table(tmp_path, "Name,hp\nAcura Integra,140\nAudi 90,172\nunheard Of,90\n")
    assert identity_of(tmp_path) == {"make": ("Name", "make"), "model": ("Name", "model")}


def test_a_column_make_that_holds_the_model_too_yields_to_the_manufacturer(tmp_path: Path) -> None:
    table(tmp_path, "Manufacturer,Model,Make,hp\nAcura,Integra,Acura Integra,140\nAudi,90,Audi 90,172\n")
    assert identity_of(tmp_path) == {"make": ("Manufacturer", None), "model": ("Model", None)}


def test_a_first_column_without_a_name_names_the_cars_if_it_holds_names(tmp_path: Path) -> None:
    table(tmp_path, '"","hp"\n"Mazda RX4",110\n"Datsun 710",93\n')
    assert identity_of(tmp_path) == {"make": ("", "make"), "model": ("", "model")}
    table(tmp_path, '"","make","hp"\n1,"Mazda",110\n2,"Datsun",93\n')
    assert identity_of(tmp_path) == {"make": ("make", None)}


def test_the_decimal_mark_is_that_of_the_cells(tmp_path: Path) -> None:
    table(tmp_path, 'make,model,"0-100 km/h (s)"\nAudi,Q4,"7,9"\nKia,EV6,"7,3"\n')
    found = infer(tmp_path)
    assert found.layout.decimal == ","
    assert [(row.quantity, row.sheets) for row in found.quantities] == [("acceleration_0_100_kmh", 2)]


def test_units_in_texts_count_as_those_of_the_figures(tmp_path: Path) -> None:
    keys = ("bhp", "engine", "mileage", "weight", "gear")
    first = ("199 bhp", "1248 CC", "23.4 kmpl", "1308 kg", "6 MT")
    second = ("n/a", "998 CC", "18 kmpl", "950 kg", "5 AT")
    specs = [dict(zip(keys, values, strict=True)) for values in (first, second)]
    write(tmp_path, {"a.json": [{"brand": "BMW", "name": "BMW M1", "specs": spec} for spec in specs]})
    assert rows(tmp_path) == {
        "power": ("bhp", "specs.bhp", 1),
        "displacement": ("cm³", "specs.engine", 2),
        "consumption_combined": ("km/l", "specs.mileage", 2),
    }
    assert [place.path for place in infer(tmp_path).unmapped if place.candidates] == ["specs.weight"]


def test_the_other_columns_decide_which_gallon_and_pound_or_kilogram(tmp_path: Path) -> None:
    table(
        tmp_path, "make,model,Length,Curb weight,MPG.city\nAcura,Integra,177,2705,25\nAudi,90,180,3375,20\n"
    )
    assert rows(tmp_path) == {
        "length": ("in", "Length", 2),
        "mass_kerb": ("lb", "['Curb weight']", 2),
        "consumption_city": ("mpg US", "['MPG.city']", 2),
    }
    table(tmp_path, "make,model,Length (mm),Curb weight,mpg\nVW,Golf,4200,2705,45\nVW,Polo,4000,2500,50\n")
    assert rows(tmp_path) == {
        "length": ("mm", "['Length (mm)']", 2),
        "mass_kerb": ("kg", "['Curb weight']", 2),
    }


def test_torque_without_a_unit_is_left_beside_british_units(tmp_path: Path) -> None:
    table(tmp_path, "make,model,BHP,Torque,Length (mm)\nFord,Focus,113,199,4358\nBMW,320d,181,280,4624\n")
    assert rows(tmp_path).keys() == {"power", "length"}
    table(tmp_path, "make,model,kW,Torque,Length (mm)\nFord,Focus,84,270,4358\nBMW,320d,135,380,4624\n")
    assert rows(tmp_path)["torque"] == ("Nm", "Torque", 2)


def test_the_market_of_each_car_decides_which_gallon(tmp_path: Path) -> None:
    table(tmp_path, "make,model,market,Length (mm),mpg\nVW,Golf,UK,4200,45\nVW,Jetta,US,4600,33\n")
    assert rows(tmp_path)["consumption_combined"] == ("mpg", "mpg", 2)


@pytest.mark.parametrize(
    ("cells", "mark"), [("1.295 kg\nVW,Polo,1.105 kg", ","), ('"1,295 kg"\nVW,Polo,"1,105 kg"', ".")]
)
def test_the_decimal_mark_is_the_one_with_which_figures_are_possible(
    tmp_path: Path, cells: str, mark: str
) -> None:
    table(tmp_path, f"make,model,Kerb weight\nVW,Golf,{cells}\n")
    found = infer(tmp_path)
    assert found.layout.decimal == mark
    assert f'decimal = "{mark}"' in profile_text(found)


def test_a_unit_beside_the_value_that_changes_is_read_with_it(tmp_path: Path) -> None:
    power = [{"value": 168, "unit": "kW"}, {"value": 346, "unit": "hp"}]
    mass = [{"value": 1985, "unit": "kg"}, {"value": 4920, "unit": "lb"}]
    cars = [{"make": "Kia", "model": f"M{n}", "power": power[n], "weight": mass[n]} for n in (0, 1)]
    write(tmp_path, {"cars.json": cars})
    written = profile_text(infer(tmp_path))
    assert '\npower = { value = "power.value", unit = "power.unit" }' in written
    assert '# mass_kerb = { value = "weight.value", unit = "weight.unit" }' in written


def test_the_power_of_the_engine_in_a_table_with_electric_cars_is_that_of_the_car(tmp_path: Path) -> None:
    table(tmp_path, "make,model,fuel,Engine power (kW)\nVW,Golf,petrol,96\nVW,ID.3,electric,150\n")
    assert rows(tmp_path).keys() == {"power"}
    table(tmp_path, "make,model,fuel,Engine power (kW)\nVW,Golf,petrol,96\nVW,Polo,petrol,70\n")
    assert rows(tmp_path).keys() == {"engine_power"}


def test_keys_that_all_name_the_model_are_read_without_it(tmp_path: Path) -> None:
    car = {"model_make_id": "dodge", "model_name": "Viper", "model_drive": "Rear Wheel Drive"}
    write(
        tmp_path,
        {"cars.json": {"Trims": [{**car, "model_engine_cc": "8382", "model_weight_kg": "1568"}] * 2}},
    )
    found = infer(tmp_path)
    assert {"make", "model", "drive"} <= found.identity.keys()
    assert rows(tmp_path) == {"displacement": ("cm³", "model_engine_cc", 2)}


def test_a_price_is_known_by_the_sign_of_its_currency(tmp_path: Path) -> None:
    table(tmp_path, "make,model,Preis\nKia,EV6,44990 €\nVW,ID.3,39995 €\n")
    assert rows(tmp_path) == {"price": ("EUR", "Preis", 2)}


def test_a_price_without_a_currency_is_left(tmp_path: Path) -> None:
    table(tmp_path, "make,model,Length,Price\nAcura,Integra,177,15.9\n")
    assert [row.quantity for row in infer(tmp_path).quantities] == ["length"]


def test_files_with_other_columns_than_most_records_are_passed_over(tmp_path: Path) -> None:
    table(tmp_path, "make,model,kW\nAudi,Q4,150\nKia,EV6,168\n")
    (tmp_path / "dealers.csv").write_text("brand,name,city\nKia,Smith,York\n", encoding="utf-8")
    assert infer(tmp_path).passed_over == ("dealers.csv",)


def test_records_under_two_keys_are_found(tmp_path: Path) -> None:
    makes = {
        "BMW": {"iX1": {"power_kw": 230, "torque_nm": 494}, "i4": {"power_kw": 250, "torque_nm": 430}},
        "Kia": {"EV6": {"power_kw": 168, "torque_nm": 350}, "EV9": {"power_kw": 283, "torque_nm": 700}},
        "Audi": {"Q4": {"power_kw": 210, "torque_nm": 545}},
    }
    write(tmp_path, {"cars.json": makes})
    assert infer(tmp_path).layout.records == "[*][*]"
    assert rows(tmp_path) == {"power": ("kW", "power_kw", 5), "torque": ("Nm", "torque_nm", 5)}
    write(tmp_path, {"cars.json": {"version": 1, "cars": makes}})
    assert infer(tmp_path).layout.records == "cars[*][*]"


def test_groups_of_figures_of_one_car_are_no_records(tmp_path: Path) -> None:
    car = {
        "engine": {"power": {"value": 150, "unit": "kW"}, "torque": {"value": 310, "unit": "Nm"}},
        "body": {
            "length": {"value": 4612, "unit": "mm"}, "width": {"value": 1825, "unit": "mm"},
            "height": {"value": 1556, "unit": "mm"},
        },
    }  # fmt: skip
    write(tmp_path, {"a.json": car, "b.json": car})
    found = infer(tmp_path)
    assert (found.layout.records, len(found.layout.sheets)) == (None, 2)
