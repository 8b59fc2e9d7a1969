/// How the report looks: calm, legible, light or dark as the reader's system is.
enum ReportStyle {
  static let css: StaticString = #"""
    :root {
      color-scheme: light;
      --paper: #f7f8f7; --card: #ffffff; --ink: #1d2529; --soft: #5b686e; --faint: #8a969b;
      --line: #e2e7e6; --hover: #f0f4f3; --accent: #0b6e7f; --accent-soft: #d7ecef;
      --good: #24783a; --good-soft: #e0f1e3; --bad: #bf2c2c; --bad-soft: #fae3e1;
      --warn: #96580a; --warn-soft: #faecd2; --odd: #5b4bb0; --odd-soft: #e8e5f8;
      --road: #e6eae9; --paint: #9aa7ab; --land: #f1f4f2; --other: #7b8a91; --second: #b06f10;
      --shadow: 0 1px 2px rgb(20 35 40 / .06), 0 4px 16px rgb(20 35 40 / .05);
    }
    :root[data-theme="dark"] {
      color-scheme: dark;
      --paper: #12171a; --card: #1a2024; --ink: #e4eaec; --soft: #9fb0b7; --faint: #71828a;
      --line: #2b343a; --hover: #222a2f; --accent: #56c1d3; --accent-soft: #173c44;
      --good: #6fcf86; --good-soft: #16331e; --bad: #ff8a80; --bad-soft: #421d1d;
      --warn: #e9b35c; --warn-soft: #3b2c12; --odd: #b0a4f5; --odd-soft: #2a2650;
      --road: #2a3338; --paint: #6b7c84; --land: #161c1f; --other: #8d9ea6; --second: #e0a64a;
      --shadow: none;
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 15px/1.5 "Inter", "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue",
        "DejaVu Sans", sans-serif;
      font-variant-numeric: tabular-nums; -webkit-font-smoothing: antialiased;
    }
    .page { max-width: 1240px; margin: 0 auto; padding: 28px 28px 64px; }
    a { color: var(--accent); }
    h1 { font-size: 30px; line-height: 1.2; margin: 0; letter-spacing: -.02em; font-weight: 650; }
    h2 { font-size: 19px; margin: 0; letter-spacing: -.01em; font-weight: 620; }
    h3 { font-size: 12px; margin: 0 0 10px; color: var(--soft); font-weight: 600;
      text-transform: uppercase; letter-spacing: .07em; }
    button, input, select { font: inherit; color: inherit; }
    .brand { display: flex; align-items: center; gap: 9px; color: var(--soft); font-size: 14px;
      font-weight: 600; letter-spacing: .01em; margin-bottom: 22px; }
    .brand svg { color: var(--accent); }
    .brand .grow { flex: 1; }
    .quiet { border: 1px solid var(--line); background: var(--card); border-radius: 8px;
      padding: 5px 11px; font-size: 13px; color: var(--soft); cursor: pointer; }
    .quiet:hover { background: var(--hover); color: var(--ink); }
    .quiet[aria-pressed="true"] { background: var(--accent-soft); color: var(--accent);
      border-color: transparent; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .lead { color: var(--soft); margin: 8px 0 0; }
    .chips { display: flex; flex-wrap: wrap; gap: 6px 18px; margin: 14px 0 0; padding: 0;
      list-style: none; font-size: 13.5px; color: var(--soft); }
    .chips b { color: var(--ink); font-weight: 560; }
    .share { display: block; width: 100%; height: 10px; margin: 22px 0 26px; border-radius: 5px; }
    .share .passed { fill: var(--good); } .share .failed, .share .expired_failure,
    .share .unexpected_pass { fill: var(--bad); } .share .known_failure, .share .refused {
      fill: var(--warn); } .share .not_evaluated, .share .error { fill: var(--odd); }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(128px, 1fr)); gap: 12px;
      margin: 0 0 26px; }
    .tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
      padding: 13px 16px 12px; box-shadow: var(--shadow); }
    .tile span { display: block; font-size: 12.5px; color: var(--soft); }
    .tile strong { font-size: 25px; font-weight: 620; letter-spacing: -.02em; }
    .tile.bad strong { color: var(--bad); } .tile.warn strong { color: var(--warn); }
    .tile.odd strong { color: var(--odd); } .tile.good strong { color: var(--good); }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 14px;
      box-shadow: var(--shadow); }
    .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 14px 16px; }
    .tools input { flex: 1 1 220px; min-width: 160px; border: 1px solid var(--line);
      border-radius: 8px; background: var(--paper); padding: 6px 11px; }
    .scroll { overflow: auto; max-height: 430px; border-top: 1px solid var(--line); }
    table { border-collapse: collapse; width: 100%; font-size: 14px; }
    th { text-align: left; font-size: 12px; font-weight: 600; color: var(--soft);
      padding: 8px 12px; white-space: nowrap; }
    .list thead th { position: sticky; top: 0; background: var(--card); z-index: 1; cursor: pointer;
      user-select: none; box-shadow: inset 0 -1px var(--line); }
    .list thead th[aria-sort]::after { content: " ▾"; color: var(--accent); }
    .list thead th[aria-sort="descending"]::after { content: " ▴"; }
    td { padding: 8px 12px; border-top: 1px solid var(--line); vertical-align: top; }
    .list tbody tr { cursor: pointer; } .list tbody tr:hover { background: var(--hover); }
    .list tbody tr.open { background: var(--accent-soft); }
    .list tbody tr:first-child td { border-top: 0; }
    .number { text-align: right; white-space: nowrap; }
    .id { font-weight: 560; overflow-wrap: anywhere; }
    .why { color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
    .mark { display: inline-flex; align-items: center; gap: 6px; border-radius: 999px;
      padding: 1px 10px 1px 8px; font-size: 12.5px; font-weight: 580; white-space: nowrap; }
    .mark::before { font-weight: 700; }
    .mark.passed { background: var(--good-soft); color: var(--good); }
    .mark.passed::before { content: "✓"; }
    .mark.failed, .mark.expired_failure, .mark.unexpected_pass {
      background: var(--bad-soft); color: var(--bad); }
    .mark.failed::before, .mark.expired_failure::before { content: "✕"; }
    .mark.unexpected_pass::before { content: "!"; }
    .mark.known_failure, .mark.refused { background: var(--warn-soft); color: var(--warn); }
    .mark.known_failure::before { content: "✕"; } .mark.refused::before { content: "–"; }
    .mark.not_evaluated, .mark.error { background: var(--odd-soft); color: var(--odd); }
    .mark.not_evaluated::before { content: "?"; } .mark.error::before { content: "!"; }
    .empty { padding: 26px; color: var(--soft); text-align: center; }
    #detail { margin-top: 30px; }
    .title { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; margin: 0 0 6px; }
    .title .score { margin-left: auto; font-size: 22px; font-weight: 620; letter-spacing: -.02em; }
    .title .score small { font-size: 13px; color: var(--soft); font-weight: 450; letter-spacing: 0; }
    .sub { color: var(--soft); margin: 0 0 14px; font-size: 14px; overflow-wrap: anywhere; }
    .notice { border-left: 3px solid var(--line); padding: 6px 14px; margin: 0 0 16px;
      color: var(--ink); background: var(--card); border-radius: 0 8px 8px 0; font-size: 14px; }
    .notice.failed, .notice.expired_failure, .notice.unexpected_pass { border-color: var(--bad); }
    .notice.known_failure, .notice.refused { border-color: var(--warn); }
    .notice.error, .notice.not_evaluated { border-color: var(--odd); }
    .notice p { margin: 2px 0; overflow-wrap: anywhere; }
    .stage { display: grid; grid-template-columns: minmax(0, 1fr) 340px; gap: 16px; }
    .stage.alone { grid-template-columns: minmax(0, 1fr) 260px; }
    .view { position: relative; overflow: hidden; display: flex; flex-direction: column; }
    .view canvas { display: block; width: 100%; height: 0; flex: 1 1 380px; min-height: 380px;
      border-radius: 14px 14px 0 0; cursor: grab; touch-action: none; }
    .player { display: flex; align-items: center; gap: 12px; padding: 10px 14px;
      border-top: 1px solid var(--line); }
    .player input[type=range] { flex: 1; accent-color: var(--accent); min-width: 60px; }
    .player .play { width: 36px; height: 36px; border-radius: 50%; border: 0; cursor: pointer;
      background: var(--accent); color: var(--card); font-size: 14px; line-height: 1; }
    .player .clock { min-width: 104px; text-align: right; font-size: 14px; }
    .corner { position: absolute; top: 10px; right: 10px; display: flex; gap: 6px; }
    .legend { position: absolute; left: 12px; top: 10px; display: flex; flex-wrap: wrap;
      gap: 2px 12px; font-size: 12px; color: var(--soft); pointer-events: none; max-width: 70%; }
    .legend i { display: inline-block; width: 14px; height: 3px; border-radius: 2px;
      vertical-align: middle; margin-right: 5px; }
    .legend i.dot { width: 6px; height: 6px; border-radius: 50%; }
    .side { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
    .camera img { display: block; width: 100%; border-radius: 13px 13px 0 0; background: #000;
      aspect-ratio: 16 / 9; object-fit: contain; }
    .camera p { margin: 0; padding: 6px 14px 8px; font-size: 12.5px; color: var(--soft); }
    .now { padding: 14px 16px; font-size: 14px; flex: 1; }
    .now dl { display: grid; grid-template-columns: auto 1fr; gap: 3px 14px; margin: 0; }
    .now dt { color: var(--soft); white-space: nowrap; }
    .now dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
    .now dd.wide { grid-column: 1 / -1; text-align: left; padding-bottom: 4px; }
    .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(440px, 1fr)); gap: 16px;
      margin-top: 16px; }
    .panel { padding: 15px 16px; min-width: 0; }
    .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(440px, 1fr));
      gap: 4px 26px; }
    .plot { position: relative; padding: 7px 0 4px; }
    .plot header { display: flex; font-size: 13px; gap: 10px; }
    .plot header b { font-weight: 560; } .plot header span { color: var(--soft); }
    .plot header output { margin-left: auto; }
    .plot canvas { display: block; width: 100%; height: 96px; cursor: crosshair;
      touch-action: none; }
    .events { max-height: 340px; overflow: auto; margin: 0; padding: 0; list-style: none;
      font-size: 13.5px; }
    .events li { display: grid; grid-template-columns: 56px 76px 1fr; gap: 10px; padding: 5px 6px;
      border-radius: 7px; cursor: pointer; }
    .events li:hover { background: var(--hover); }
    .events li.now-at { background: var(--accent-soft); }
    .events time { color: var(--soft); text-align: right; }
    .events .kind { color: var(--soft); } .events .gate .kind, .events .gate p { color: var(--warn); }
    .events .end p, .events .end .kind { color: var(--bad); }
    .events p { margin: 0; overflow-wrap: anywhere; }
    .events small { display: block; color: var(--soft); font-size: 12.5px; }
    .metrics { max-height: 420px; overflow: auto; }
    .metrics td { padding: 5px 8px; font-size: 13.5px; } .metrics tr:first-child td { border-top: 0; }
    .metrics td:first-child { overflow-wrap: anywhere; }
    .metrics .gate td:first-child::after { content: "gate"; margin-left: 8px; font-size: 11px;
      padding: 0 6px; border-radius: 99px; background: var(--accent-soft); color: var(--accent); }
    .metrics .broken td { color: var(--bad); } .metrics small { display: block; color: var(--soft); }
    .foot { margin-top: 40px; color: var(--faint); font-size: 12.5px; }
    .mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: 12px; overflow-wrap: anywhere; color: var(--soft); }
    [hidden] { display: none !important; }
    @media (max-width: 900px) {
      .page { padding: 18px 14px 48px; } .stage, .stage.alone { grid-template-columns: 1fr; }
      .grid, .plots { grid-template-columns: 1fr; } .view canvas { flex-basis: 300px; min-height: 300px; }
      .optional { display: none; }
    }
    @media print { .tools, .player, .corner { display: none; } .scroll { max-height: none; } }
    """#
}
