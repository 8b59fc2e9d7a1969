/// How the manoeuvre looks.
enum StrokeStyle {
  static let css: StaticString = #"""
    .manoeuvre { margin-top: 16px; }
    .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 4px 18px;
      margin: 0 0 16px; }
    .facts div { min-width: 0; }
    .facts span, .facts small { display: block; font-size: 12.5px; color: var(--soft);
      overflow-wrap: anywhere; line-height: 1.35; }
    .facts b { font-size: 18px; font-weight: 620; letter-spacing: -.01em; }
    .manoeuvre figure { margin: 0; min-width: 0; }
    .manoeuvre figcaption, .s-keys { font-size: 12.5px; color: var(--soft); margin: 7px 0 0; }
    .manoeuvre figcaption b { color: var(--ink); font-weight: 600; }
    .s-main { display: grid; grid-template-columns: minmax(0, 1fr) 320px; gap: 16px; }
    .s-picture { display: block; width: 100%; height: auto; border-radius: 9px;
      background: var(--land); }
    .s-keys { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 7px; }
    .s-key { display: inline-block; width: 15px; height: 10px; border-radius: 3px; margin-left: 5px; }
    .s-key.cusp { width: 9px; height: 9px; border-radius: 0; transform: rotate(45deg);
      background: var(--card); border: 1.6px solid var(--ink); }
    .s-key.start { border: 1.4px dashed var(--soft); } .s-key.end { border: 1.8px solid var(--ink); }
    .s-key.goal { border: 1.6px dashed var(--good); }
    .gear { display: inline-block; padding: 0 8px; border-radius: 99px; font-size: 12px;
      font-weight: 580; line-height: 1.5; }
    .gear.forward { background: var(--accent-soft); color: var(--accent); }
    .gear.reverse { background: var(--warn-soft); color: var(--second); }
    .s-road { fill: var(--road); } .s-slot { fill: none; stroke: var(--paint); stroke-width: 1.2; }
    .s-slot.goal { fill: none; stroke: var(--good); stroke-opacity: .55; }
    .s-solid { fill: var(--other); fill-opacity: .62; stroke: var(--other); stroke-width: 1.2;
      stroke-linejoin: round; }
    .s-low { fill: var(--paint); stroke: var(--paint); stroke-width: 1.2; }
    .s-solid.faint { fill-opacity: .3; stroke: none; } .s-low.faint { fill-opacity: .5; }
    .s-goal { fill: none; stroke: var(--good); stroke-width: 1.5; stroke-dasharray: 6 4; }
    .s-swept { stroke: none; fill-opacity: .13; fill-rule: nonzero; }
    .s-swept.forward { fill: var(--accent); } .s-swept.reverse { fill: var(--second); }
    .s-way { fill: none; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
    .s-way.forward { stroke: var(--accent); } .s-way.reverse { stroke: var(--second); }
    .s-way.other { stroke: var(--faint); stroke-width: 1; stroke-opacity: .7; }
    .s-arrow.forward { fill: var(--accent); } .s-arrow.reverse { fill: var(--second); }
    .s-body { fill: none; stroke-linejoin: round; }
    .s-body.start { stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 4 3; }
    .s-body.end { stroke: var(--ink); stroke-width: 1.7; }
    .s-car { fill: var(--card); fill-opacity: .55; stroke-width: 2; stroke-linejoin: round; }
    .s-car.forward { stroke: var(--accent); } .s-car.reverse { stroke: var(--second); }
    .s-wheel { fill: var(--ink); }
    .s-cusp { fill: var(--card); stroke: var(--ink); stroke-width: 1.6; }
    .s-stop { fill: var(--card); stroke: var(--soft); stroke-width: 1.4; }
    .s-halo { fill: none; stroke: var(--card); stroke-width: 4.5; stroke-opacity: .75; }
    .s-dim { fill: none; stroke: var(--bad); stroke-width: 1.5; } .s-head { fill: var(--bad); }
    .s-picture text { font: 11.5px system-ui, sans-serif; }
    .s-label { fill: var(--bad); font-weight: 650 !important; paint-order: stroke;
      stroke: var(--card); stroke-width: 3.5; stroke-linejoin: round; }
    .s-tag { stroke: var(--card); stroke-width: 1.5; }
    .s-tag.forward { fill: var(--accent); } .s-tag.reverse { fill: var(--second); }
    .s-tag.mixed { fill: var(--ink); }
    .s-number { fill: var(--card); font-weight: 650 !important; }
    .s-ruler { fill: none; stroke: var(--soft); stroke-width: 1.3; } .s-small {
      fill: var(--soft); paint-order: stroke; stroke: var(--land); stroke-width: 3; }
    .s-swept.one { visibility: hidden; }
    .s-picture.lit .s-swept.all { fill-opacity: .05; } .s-picture.lit .s-way { opacity: .25; }
    .s-picture.lit .s-way.on { opacity: 1; }
    .s-picture.lit .s-swept.on { visibility: visible; fill-opacity: .3; }
    .s-table { overflow: auto; max-height: 420px; margin: 16px 0; }
    .s-table table { font-size: 13.5px; } .s-table td { padding: 5px 9px; }
    .s-table th { padding: 5px 9px; position: sticky; top: 0; background: var(--card); }
    .s-table th.number { text-align: right; }
    .s-table tbody tr { cursor: pointer; } .s-table tbody tr:hover { background: var(--hover); }
    .s-table .least td:nth-child(n + 9) { color: var(--bad); font-weight: 580; }
    .s-table .why { min-width: 190px; }
    .s-small-ones { display: grid; grid-template-columns: repeat(auto-fill, minmax(232px, 1fr));
      gap: 16px 14px; }
    .s-small-ones figure { cursor: pointer; } .s-small-ones .quiet { align-self: center; }
    @media (max-width: 900px) { .s-main { grid-template-columns: 1fr; } }
    """#
}
