"""Pictures of what was measured, as SVG: for the README and the docs."""

from __future__ import annotations

import html as markup
from collections.abc import Mapping, Sequence

import numpy as np
from compare import Result

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-family="sans-serif" font-size="13">'
_OURS, _OTHERS = "#c0392b", "#34495e"


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
