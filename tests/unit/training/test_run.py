"""A tiny network, trained and exported for real. It needs torch, and no other test does."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from kg.errors import ConfigError, KgError
from kg.training.config import TrainingConfig, read_config
from kg.training.dataset import part_of

torch = pytest.importorskip("torch", reason="training needs the extra `train`")
pytest.importorskip("onnx", reason="training needs the extra `train`")
pytest.importorskip("safetensors", reason="training needs the extra `train`")

pytestmark = [
    pytest.mark.slow,
    # torch says so of the exporter that writes plain products, and of itself.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

WORDS = [
    "we",
    "propose",
    "adders",
    "an",
    "adder",
    "beats",
    "bert",
    "on",
    "glue",
    "and",
    "squad",
    "for",
    "parsing",
    "with",
    "lora",
    "it",
    "uses",
    ".",
    ",",
    "-",
    "(",
    ")",
]
WIDTH, LAYERS, INNER = 32, 2, 48


def write_base(folder):
    """A BERT of two small layers with random weights, and a tokenizer of a few words."""
    from safetensors.torch import save_file
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    folder.mkdir()
    marks = ["[PAD]", *(f"[unused{n}]" for n in range(99)), "[UNK]", "[CLS]", "[SEP]", *WORDS]
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(marks)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.Lowercase(), pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    random = torch.Generator().manual_seed(3)
    shapes = {
        "embeddings.word_embeddings.weight": (len(marks), WIDTH),
        "embeddings.position_embeddings.weight": (512, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    sizes = {
        "attention.self.query": (WIDTH, WIDTH), "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH), "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER),
    }  # fmt: skip
    weights = {}
    for layer in range(LAYERS):
        for name, size in sizes.items():
            shapes[f"encoder.layer.{layer}.{name}.weight"] = size
            shapes[f"encoder.layer.{layer}.{name}.bias"] = size[:1]
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"encoder.layer.{layer}.{name}.weight"] = torch.ones(WIDTH)
            weights[f"encoder.layer.{layer}.{name}.bias"] = torch.zeros(WIDTH)
    weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"] = torch.ones(WIDTH), torch.zeros(WIDTH)
    weights |= {name: 0.1 * torch.randn(shape, generator=random) for name, shape in shapes.items()}
    save_file({f"bert.{name}": tensor for name, tensor in weights.items()}, str(folder / "model.safetensors"))
    (folder / "config.json").write_text(json.dumps({"num_attention_heads": 2}), encoding="utf-8")


def paper(number):
    abstract = f"We propose Adder{number}, which uses LoRA. Adder{number} beats BERT on GLUE for parsing."
    return {"id": f"p{number}", "title": f"Adder{number}: an adder", "abstract": abstract}


def annotation(number):
    own = f"Adder{number}"
    kinds = [(own, "Model", "introduces"), ("LoRA", "Method", "uses"), ("BERT", "Model", "compares_with")]
    kinds += [("GLUE", "Benchmark", "evaluates_on"), ("parsing", "Task", "addresses")]
    return {
        "id": f"p{number}",
        "entities": [{"name": n, "type": t, "role": r, "mentions": [n]} for n, t, r in kinds],
        "relations": [[own, "OUTPERFORMS", "BERT"], [own, "USES", "LoRA"], [own, "EVALUATED_ON", "GLUE"]],
    }


@pytest.fixture(scope="module")
def config(tmp_path_factory) -> TrainingConfig:
    folder = tmp_path_factory.mktemp("training")
    write_base(folder / "base")
    parts = {part: [n for n in range(80) if part_of(f"p{n}", 10, 10) == part] for part in ("train", "dev", "test")}
    numbers = [*parts["train"][:24], *parts["dev"][:2], *parts["test"][:2]]
    for name, records in (
        ("texts", [paper(n) for n in numbers]),
        ("gold", [annotation(n) for n in numbers]),
        ("more", [paper(n) for n in range(100, 104)]),
    ):
        lines = (json.dumps(record) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "training.toml").write_text(
        'texts = "texts.jsonl"\ngold = "gold.jsonl"\nbase = "base"\noutput = "out"\n'
        "epochs = 2\nbatch_size = 8\ndev_percent = 10\ntest_percent = 10\nthreads = 1\n"
        "head_learning_rate = 0.02\nlearning_rate = 0.005\n",
        encoding="utf-8",
    )
    return read_config(folder / "training.toml")


@pytest.fixture(scope="module")
def report(config):
    from kg.training.run import run_training

    return run_training(config, lambda *_: None)


def test_a_run_learns_and_writes_a_pipeline_that_reads(config, report):
    from kg.extraction import Extractor
    from kg.records.documents import Paper

    assert report.papers == {"train": 24, "dev": 2, "test": 2, "unlabelled": 0}
    first, last = report.losses[0], report.losses[-1]
    assert len(report.losses) == 2
    assert last[0] < first[0]
    assert set(report.f1["dev"]) == {"mentions", "entities", "roles", "relations"}
    assert json.loads((config.output / "report.json").read_text(encoding="utf-8")) == report.to_dict()
    assert report.f1_before == {}  # nothing reads with a base encoder alone
    for part, ids in report.held_out.items():
        assert len(ids) == 2 and all(part_of(id_, 10, 10) == part for id_ in ids)
    assert report.warnings == [
        "dev has 2 papers, fewer than 50: its F1 is rough, and thresholds chosen on so few may suit no others.",
        "test has 2 papers, fewer than 50: its F1 is rough.",
    ]
    extractor = Extractor(report.pipeline)
    assert report.version in extractor.version
    new = paper(1)
    extractor.extract(Paper(new["title"], new["abstract"]))


def test_the_exported_model_says_what_the_network_says(config, report):
    """torch and numpy must agree, but for int8 and float16."""
    from kg.evaluation.gold import read_gold
    from kg.extraction.model import load_model
    from kg.extraction.model.words import Pieces
    from kg.training import checkpoints
    from kg.training.batches import columns, make_items, word_places
    from kg.training.dataset import make_examples
    from kg.training.dictionary import Dictionary
    from kg.training.network import Network
    from kg.training.targets import gold_target, joined

    state = checkpoints.load(config.output / checkpoints.FILE)
    texts, gold = read_gold(config.texts, config.gold)
    examples = {part: [] for part in ("train", "dev", "test")}
    for example in make_examples(texts, gold.values()):
        examples[part_of(example.id, 10, 10)].append(example)
    dictionary = Dictionary(examples["train"])
    papers = [*examples["dev"], *examples["test"]]
    items = make_items(((paper, None) for paper in papers), dictionary, Pieces(config.base / "tokenizer.json"))
    model = load_model(report.model)
    network = Network(state.best, state.attention_heads)
    windows = [item.window for item in items]
    with torch.no_grad():
        words, _ = network.read(torch.from_numpy(columns(windows)), torch.from_numpy(word_places(windows)))
    encoded = [model.encoder.encode(paper.words) for paper in papers]
    for row, one in zip(words, encoded, strict=True):
        assert np.abs(network.tags(row[: len(one.words)]).detach().numpy() - one.tags).max() < 0.3

    targets = [gold_target(paper, len(paper.words)) for paper in papers]
    asked = network.asked(joined([target.asked for target in targets]))
    exact = torch.nn.utils.rnn.pad_sequence([torch.from_numpy(one.words) for one in encoded], batch_first=True)
    with torch.no_grad():
        whole = torch.from_numpy(np.stack([one.whole for one in encoded]))
        scores, entities = network.roles(exact, whole, asked)
        true = torch.from_numpy(np.concatenate([target.roles for target in targets])).argmax(1)
        likely_roles = (scores / model.settings.temperatures[1]).softmax(-1).numpy()
        found = network.relations(exact, entities, true, asked)
        likely_relations = (found / model.settings.temperatures[2]).sigmoid().numpy()
    entity = pair_row = 0
    for paper, target, one in zip(papers, targets, encoded, strict=True):
        own = model.heads.represent(one, target.candidates, paper.words.title)
        n_entities, n_pairs = len(target.candidates), len(target.asked.pairs)
        rows = slice(entity, entity + n_entities)
        assert np.allclose(entities[rows].numpy(), np.concatenate(own, axis=1), atol=1e-2)
        assert np.allclose(likely_roles[rows], model.heads.roles(one, target.candidates, *own), atol=0.02)
        roles = target.roles.argmax(axis=1)
        pairs = model.heads.relations(one, target.candidates, *own, roles, paper.sentences)
        assert [[pair.head, pair.tail] for pair in pairs] == target.asked.pairs[:, 1:3].tolist()
        for pair, row in zip(pairs, likely_relations[pair_row : pair_row + n_pairs], strict=True):
            assert np.allclose(pair.probabilities, np.where(pair.probabilities > 0, row, 0), atol=0.03)
        entity, pair_row = entity + n_entities, pair_row + n_pairs


def test_a_student_learns_from_what_teachers_say_of_more_papers(config, report, tmp_path):
    from dataclasses import replace

    from kg.training.run import run_training

    teachers = (config.output, config.output)
    more = config.texts.parent / "more.jsonl"
    student = replace(config, output=tmp_path / "student", unlabelled=more, teachers=teachers, unlabelled_per_epoch=2)
    learned = run_training(student, lambda *_: None)
    assert learned.papers["unlabelled"] == 4
    assert learned.version != report.version


def test_an_encoder_that_guessed_words_first_guesses_better(config, tmp_path):
    from dataclasses import replace

    from kg.training import checkpoints
    from kg.training.run import run_training

    run = replace(
        config, output=tmp_path / "run", pretraining=config.texts, pretraining_epochs=3, pretraining_batch_size=4,
        pretraining_rate=0.003, epochs=1,
    )  # fmt: skip
    first = run_training(run, lambda *_: None)
    guessed = checkpoints.load(run.output / "pretraining" / checkpoints.FILE)
    assert guessed.losses[-1] < guessed.losses[0]
    assert run_training(run, lambda *_: None, resume=True).losses == first.losses
    changed = checkpoints.load(run.output / checkpoints.FILE).weights["enc.word.weight"]
    assert torch.equal(changed, guessed.weights["enc.word.weight"])


def test_what_teachers_say_is_what_each_says_in_the_mean(config, report):
    from kg.evaluation.gold import GoldPaper, read_texts
    from kg.training.batches import columns, word_places
    from kg.training.dataset import make_examples
    from kg.training.labelling import label_papers, read_teacher

    texts = read_texts(config.texts.parent / "more.jsonl")
    texts |= {"empty": " \n ", "long": "Title\n" + "adder " * 600}
    papers = list(make_examples(texts, (GoldPaper(id_) for id_ in texts)))
    teacher = read_teacher(config.output, "cpu")
    found = {paper.id: target for paper, target in label_papers(papers, [teacher, teacher])}
    assert list(found) == [id_ for id_ in texts if id_ not in ("empty", "long")]
    for paper in papers[:2]:
        window = teacher.window(paper.words)
        with torch.no_grad():
            words, _ = teacher.network.read(*(torch.from_numpy(t([window])) for t in (columns, word_places)))
        likely = teacher.network.tags(words)[0].softmax(-1).numpy()
        assert np.allclose(found[paper.id].tags, likely, atol=0.03)
        assert np.allclose(found[paper.id].roles.sum(1), 1, atol=1e-4)
    with pytest.raises(KgError, match="is no checkpoint"):
        read_teacher(config.base, "cpu")


def test_a_run_that_was_stopped_ends_as_one_that_was_not(config, report, tmp_path):
    from dataclasses import replace

    from kg.training import checkpoints
    from kg.training.run import run_training

    class StoppedError(Exception):
        pass

    def kill(step, done, total):
        if step == "training" and done > total // 2 + 1:
            raise StoppedError

    again = replace(config, output=tmp_path / "again")
    with pytest.raises(StoppedError):
        run_training(again, kill)
    assert checkpoints.load(again.output / checkpoints.FILE).epoch == 1
    with pytest.raises(KgError, match="holds the checkpoint of a run"):
        run_training(again, kill)
    resumed = run_training(again, lambda *_: None, resume=True)
    assert resumed.losses == report.losses
    one = checkpoints.load(config.output / checkpoints.FILE).best
    two = checkpoints.load(again.output / checkpoints.FILE).best
    assert all(torch.equal(one[name], two[name]) for name in one)
    with pytest.raises(KgError, match="of another run; what is not as it was then, of files their contents: seed."):
        run_training(replace(again, seed=9), kill, resume=True)
    more = tmp_path / "more.jsonl"
    more.write_bytes(config.gold.read_bytes().replace(b"LoRA", b"QLoRA", 1))
    with pytest.raises(KgError, match="their contents: gold."):
        run_training(replace(again, gold=more), kill, resume=True)
    with pytest.raises(StoppedError):
        run_training(replace(again, seed=9), kill, force=True)


def test_a_new_run_may_begin_with_a_finished_model(config, report, tmp_path):
    from dataclasses import replace

    from kg.extraction.model.gazetteer import read_entries
    from kg.training import checkpoints, loop
    from kg.training.run import run_training

    exact = checkpoints.load(config.output / checkpoints.FILE).best
    on = replace(config, base=None, start=report.model, output=tmp_path / "on", epochs=1)
    state = loop.first_state(on)
    assert (state.epoch, state.optimizer, state.attention_heads) == (0, None, 2)
    assert state.weights.keys() == exact.keys()
    for name, tensor in exact.items():
        if name != "enc.typ.weight":  # the second type of text is never read, and so not written
            assert torch.allclose(state.weights[name], tensor, atol=0.02 * float(tensor.abs().max()) + 1e-6), name
    learned = run_training(on, lambda *_: None)
    assert learned.losses[0][0] < report.losses[0][0]
    assert learned.f1_before == report.f1
    assert "the thresholds of the model that the run began with stay" in learned.warnings[0]
    kept = json.loads((report.model / "settings.json").read_text()) | {"version": ""}
    assert json.loads((on.output / "model" / "settings.json").read_text()) | {"version": ""} == kept
    before, after = (read_entries(folder / "gazetteer.tsv.gz") for folder in (report.model, on.output / "model"))
    assert {words: 2 * stood for words, (stood, _) in before.items()} == {w: stood for w, (stood, _) in after.items()}


def test_without_base_and_start_a_run_begins_with_the_model_that_comes_with_kg(config, tmp_path):
    from dataclasses import replace

    from kg.training import loop

    state = loop.first_state(replace(config, base=None, output=tmp_path))
    assert state.attention_heads == 12
    assert state.weights["enc.word.weight"].shape == (30522, 384)
    with pytest.raises(KgError, match="is no model: it lacks encoder.onnx"):
        loop.first_state(replace(config, base=None, start=tmp_path))


def test_what_is_no_base_encoder_is_named(config, tmp_path):
    from dataclasses import replace

    from kg.training import checkpoints, loop
    from kg.training.run import run_training

    with pytest.raises(KgError, match="lacks model.safetensors"):
        loop.first_state(replace(config, base=tmp_path))
    shutil.copytree(config.base, tmp_path / "base")
    (tmp_path / "base" / "config.json").unlink()
    with pytest.raises(KgError, match="no num_attention_heads"):
        loop.first_state(replace(config, base=tmp_path / "base"))
    shutil.copytree(config.base, tmp_path / "damaged")
    for name in ("model.safetensors", "tokenizer.json"):  # the tokenizer is looked at first
        (tmp_path / "damaged" / name).write_text("{", encoding="utf-8")
        with pytest.raises(KgError, match=f"{name} is broken"):
            run_training(replace(config, base=tmp_path / "damaged", output=tmp_path / "out"), lambda *_: None)
    (tmp_path / "broken.pt").write_bytes(b"no checkpoint")
    with pytest.raises(KgError, match="is no checkpoint"):
        checkpoints.load(tmp_path / "broken.pt")


@pytest.mark.parametrize("device", ["tpu", "cuda:99", "meta"])
def test_a_device_that_is_not_there_is_refused_before_anything_is_read(config, tmp_path, device):
    from dataclasses import replace

    from kg.training.run import run_training

    wrong = replace(config, device=device, gold=tmp_path / "nowhere", output=tmp_path / "out")
    with pytest.raises(ConfigError, match=f"device is '{device}', and torch cannot compute there"):
        run_training(wrong, lambda *_: None)


def test_where_no_paper_is_left_to_train_on_one_is_told_what_to_do(config, tmp_path):
    from dataclasses import replace

    from kg.training.run import run_training

    lines = config.gold.read_text(encoding="utf-8").splitlines()
    (tmp_path / "gold.jsonl").write_text(lines[-1] + "\n", encoding="utf-8")
    few = replace(config, gold=tmp_path / "gold.jsonl", output=tmp_path / "out")
    with pytest.raises(ConfigError, match="Lower dev_percent and test_percent"):
        run_training(few, lambda *_: None)


def test_names_that_a_model_found_in_more_papers_go_into_the_dictionary(config, tmp_path):
    from dataclasses import replace

    from kg.extraction.model.gazetteer import read_entries
    from kg.training.run import run_training

    texts = config.texts.read_text(encoding="utf-8").splitlines()
    held_out = next(n for n in range(80) if part_of(f"p{n}", 10, 10) == "test")
    more = [{"id": f"m{n}", "title": "Deeper", "abstract": "Deep adder, shallow adder."} for n in range(3)]
    named = [
        {
            "id": record["id"],
            "entities": [{"name": n, "type": "Model", "role": "uses", "mentions": [n]}],
            "relations": [],
        }
        for record, n in [
            *((one, "Deep adder") for one in more[:2]),
            (more[2], "shallow adder"),
            (paper(held_out), "an adder"),
        ]
    ]
    lines = [*texts, *map(json.dumps, more)]
    (tmp_path / "texts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "names.jsonl").write_text("".join(json.dumps(one) + "\n" for one in named), encoding="utf-8")
    run = replace(
        config, texts=tmp_path / "texts.jsonl", names=tmp_path / "names.jsonl", output=tmp_path / "run", epochs=1
    )
    report = run_training(run, lambda *_: None)
    entries = read_entries(report.model / "gazetteer.tsv.gz")
    assert entries["deep", "adder"][1][0] == 2
    assert ("shallow", "adder") not in entries  # once is not enough
    assert ("an", "adder") not in entries  # of annotated papers only the annotations count
    assert report.papers["train"] == 24


def test_the_exact_model_of_a_run_says_what_its_network_says(config, report, tmp_path):
    from kg.extraction.model import load_model
    from kg.extraction.model.words import read_words
    from kg.training import checkpoints
    from kg.training.export import write_exact_model
    from kg.training.network import Network

    write_exact_model(config.output, tmp_path)
    model = load_model(tmp_path)
    state = checkpoints.load(config.output / checkpoints.FILE)
    words = read_words("We propose an adder\nIt uses LoRA.")
    encoded = model.encoder.encode(words)
    with torch.no_grad():
        tags = Network(state.best, state.attention_heads).tags(torch.from_numpy(encoded.words))
    assert np.abs(tags.numpy() - encoded.tags).max() < 1e-3
    assert (tmp_path / "encoder.onnx").stat().st_size > (report.model / "encoder.onnx").stat().st_size
    with pytest.raises(KgError, match="is no checkpoint"):
        write_exact_model(tmp_path, tmp_path / "other")
