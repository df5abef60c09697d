"""Pictures of what was measured, as SVG: for the README and the docs."""

from __future__ import annotations

import html as markup
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from compare import Result

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-family="sans-serif" font-size="13">'
_OURS, _OTHERS = "#c0392b", "#34495e"
_INK = "#7a7a7a"  # equally legible on light and on dark


def accuracy_and_speed(results: Sequence[Result]) -> str:
    """Draw accuracy (up) against speed (across, a factor of ten every 240 points) as SVG."""
    left, bottom, wide, high = 70, 330, 640, 380
    low = min(result.accuracy for result in results) - 0.02
    top = max(result.accuracy for result in results)
    slow = np.log10(min(result.speed for result in results)) - 0.1
    rows = [
        _HEAD.format(wide, high),
        f'<path d="M{left} 20V{bottom}H{wide - 20}" fill="none" stroke="#888"/>',
        f'<text x="{left}" y="{bottom + 35}" fill="#555">pages a second (logarithmic)</text>',
        '<text x="12" y="16" fill="#555">F1</text>',
    ]
    for result in results:
        x = left + (np.log10(result.speed) - slow) * 240
        y = bottom - (result.accuracy - low) / (top - low) * (bottom - 30)
        colour = _OURS if result.name == "extractor" else _OTHERS
        name = markup.escape(f"{result.name} {result.accuracy:.3f}, {result.speed:.0f}/s")
        rows.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5" fill="{colour}"/>')
        rows.append(f'<text x="{x + 9:.0f}" y="{y + 4:.0f}" fill="{colour}">{name}</text>')
    return "\n".join([*rows, "</svg>"]) + "\n"


def speeds(pages: Mapping[str, float]) -> str:
    """Draw pages a CPU second of each extractor as bars, the fastest first (a factor of ten every 150 points)."""
    left, step, unit = 140, 24, 150
    ordered = sorted(pages.items(), key=lambda one: -one[1])
    rows = [_HEAD.format(left + 4 * unit, step * len(ordered) + 10)]
    for place, (name, speed) in enumerate(ordered):
        y, long = 10 + step * place, max(np.log10(speed) * unit, 1.0)
        colour = _OURS if name == "extractor" else _OTHERS
        rows.append(f'<text x="{left - 8}" y="{y + 13}" text-anchor="end" fill="{colour}">{markup.escape(name)}</text>')
        rows.append(f'<rect x="{left}" y="{y}" width="{long:.0f}" height="{step - 8}" fill="{colour}"/>')
        rows.append(f'<text x="{left + long + 6:.0f}" y="{y + 13}" fill="#555">{speed:.0f}/s</text>')
    return "\n".join([*rows, "</svg>"]) + "\n"


def reliability(confidence: Sequence[float], f1: Sequence[float]) -> str:
    """Draw the mean page F1 (up) of ten equal groups of pages against their mean confidence (across)."""
    left, bottom, side = 60, 330, 300
    order = np.argsort(confidence, kind="stable")
    groups = [
        (float(np.mean(np.take(confidence, part))), float(np.mean(np.take(f1, part))))
        for part in np.array_split(order, 10)
        if len(part)
    ]
    places = [(left + x * side, bottom - y * side) for x, y in groups]
    rows = [
        _HEAD.format(left + side + 30, bottom + 50),
        f'<path d="M{left} {bottom - side}V{bottom}H{left + side}" fill="none" stroke="#888"/>',
        f'<path d="M{left} {bottom}L{left + side} {bottom - side}" stroke="#bbb" stroke-dasharray="4"/>',
        f'<text x="{left}" y="{bottom + 35}" fill="#555">confidence, 0 to 1</text>',
        '<text x="12" y="16" fill="#555">mean page F1, 0 to 1</text>',
        *(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{_OURS}"/>' for x, y in places),
    ]
    return "\n".join([*rows, "</svg>"]) + "\n"


def importance(features: Sequence[tuple[str, float, str]]) -> str:
    """Draw features as bars, in the order given: name, how much it moves a score, and what it is."""
    left, step, unit = 10, 36, 560 / max(value for _, value, _ in features)
    rows = [_HEAD.format(840, step * len(features) + 10)]
    for place, (name, value, meaning) in enumerate(features):
        y = 18 + step * place
        said = f'<tspan font-weight="bold">{markup.escape(name)}</tspan> {markup.escape(meaning)}'
        rows.append(f'<text x="{left}" y="{y}" fill="{_INK}">{said}</text>')
        rows.append(f'<rect x="{left}" y="{y + 6}" width="{value * unit:.0f}" height="7" fill="{_OURS}"/>')
        rows.append(f'<text x="{left + value * unit + 6:.0f}" y="{y + 14}" fill="{_INK}">{value:.2f}</text>')
    return "\n".join([*rows, "</svg>"]) + "\n"


@dataclass(frozen=True, slots=True)
class Curve:
    """What a feature adds to the score at its values.

    ``points``: by ascending value the value, the mean contribution and its 10 % and 90 % quantiles. ``missing``: the
    last three where there is no value, None if there always is. ``share``: of blocks without a value.
    """

    name: str
    points: tuple[tuple[float, float, float, float], ...]
    missing: tuple[float, float, float] | None
    share: float


def curves(features: Sequence[Curve]) -> str:
    """Draw curves as small multiples, three in a row, each on scales of its own."""
    wide, high, across = 245, 180, 3
    rows = [_HEAD.format(wide * across, high * -(-len(features) // across))]
    for place, feature in enumerate(features):
        rows.append(f'<g transform="translate({wide * (place % across)} {high * (place // across)})">')
        rows += [*_panel(feature), "</g>"]
    return "\n".join([*rows, "</svg>"]) + "\n"


def _panel(curve: Curve) -> list[str]:
    """Draw a curve with its band, left of it what a missing value adds, and the zero line, in 245 by 180 points."""
    left, right, top, bottom = 75, 230, 30, 135
    shown = [0.0, *(value for point in curve.points for value in point[1:]), *(curve.missing or ())]
    low, high = min(shown), max(shown)
    first, last = (curve.points[0][0], curve.points[-1][0]) if curve.points else (0.0, 0.0)

    def across(value: float) -> str:
        return f"{left + (value - first) / ((last - first) or 1) * (right - left):.0f}"

    def up(value: float) -> str:
        return f"{bottom - (value - low) / ((high - low) or 1) * (bottom - top):.0f}"

    mean = " ".join(f"{across(x)},{up(y)}" for x, y, _, _ in curve.points)
    band = [f"{across(x)},{up(y)}" for x, _, y, _ in curve.points]
    band += [f"{across(x)},{up(y)}" for x, _, _, y in reversed(curve.points)]
    rows = [
        f'<text x="48" y="16" font-weight="bold" fill="{_INK}">{markup.escape(curve.name)}</text>',
        f'<path d="M48 {up(0)}H{right}" stroke="{_INK}" stroke-dasharray="3"/>',
        f'<polygon points="{" ".join(band)}" fill="{_OURS}" opacity="0.3"/>',
        f'<polyline points="{mean}" fill="none" stroke="{_OURS}" stroke-width="2"/>',
        *(f'<circle cx="{across(x)}" cy="{up(y)}" r="2" fill="{_OURS}"/>' for x, y, _, _ in curve.points),
        f'<g font-size="11" fill="{_INK}"><text x="44" y="{top + 4}" text-anchor="end">{high:+.2f}</text>',
        f'<text x="44" y="{bottom + 4}" text-anchor="end">{low:+.2f}</text>',
        f'<text x="{left}" y="{bottom + 18}">{first:.3g}</text>',
        f'<text x="{right}" y="{bottom + 18}" text-anchor="end">{last:.3g}</text></g>',
    ]
    if curve.missing:
        centre, bottom_end, top_end = map(up, curve.missing)
        rows += [
            f'<path d="M58 {bottom_end}V{top_end}" stroke="{_INK}" stroke-width="5" opacity="0.5"/>',
            f'<circle cx="58" cy="{centre}" r="4" fill="{_INK}"/>',
            f'<text x="48" y="{bottom + 32}" font-size="11" fill="{_INK}">missing: {curve.share:.0%}</text>',
        ]
    return rows


def calibration(groups: Sequence[tuple[float, float, int]]) -> str:
    """Draw the share of blocks that are article (up) of groups against their mean probability, with their numbers."""
    left, bottom, side = 60, 330, 300
    rows = [
        _HEAD.format(left + side + 90, bottom + 50),
        f'<path d="M{left} {bottom - side}V{bottom}H{left + side}" fill="none" stroke="{_INK}"/>',
        f'<path d="M{left} {bottom}L{left + side} {bottom - side}" stroke="{_INK}" stroke-dasharray="4"/>',
        f'<text x="{left}" y="{bottom + 35}" fill="{_INK}">probability of a block, 0 to 1</text>',
        f'<text x="12" y="16" fill="{_INK}">share that is article, 0 to 1 (number of blocks)</text>',
    ]
    for probability, share, blocks in groups:
        x, y = left + probability * side, bottom - share * side
        rows.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{_OURS}"/>')
        rows.append(f'<text x="{x + 8:.0f}" y="{y + 12:.0f}" font-size="11" fill="{_INK}">{blocks:,}</text>')
    return "\n".join([*rows, "</svg>"]) + "\n"


def accuracy(kinds: Mapping[str, Sequence[tuple[str, float, float, int]]]) -> str:
    """Draw the page F1 of groups of pages as bars under the name of their kind: name, F1, error, number of pages."""
    left, step, unit = 150, 22, 400
    rows, y = [], 0
    for kind, groups in kinds.items():
        rows.append(f'<text x="{left}" y="{y + 18}" font-weight="bold" fill="{_INK}">{markup.escape(kind)}</text>')
        y += step + 4
        for name, f1, error, pages in groups:
            ends = [left + max(0.0, min(value, 1.0)) * unit for value in (f1 - error, f1 + error)]
            said = f"{f1:.3f}, {pages:,} pages"
            rows += [
                f'<text x="{left - 8}" y="{y + 12}" text-anchor="end" fill="{_INK}">{markup.escape(name)}</text>',
                f'<rect x="{left}" y="{y}" width="{f1 * unit:.0f}" height="14" fill="{_OURS}" opacity="0.6"/>',
                f'<path d="M{ends[0]:.0f} {y + 7}H{ends[1]:.0f}" stroke="{_INK}" stroke-width="2"/>',
                f'<text x="{left + unit + 8}" y="{y + 12}" fill="{_INK}">{said}</text>',
            ]
            y += step
        y += 8
    return "\n".join([_HEAD.format(left + unit + 150, y), *rows, "</svg>"]) + "\n"
