/// How the table of scenarios and vehicles looks.
enum MatrixStyle {
  static let css: StaticString = #"""
    .matrix { padding: 15px 16px; margin: 0 0 22px; }
    .matrix .across { overflow: auto; max-height: 640px; }
    .matrix table { width: auto; border-collapse: separate; border-spacing: 2px; font-size: 12px; }
    .matrix th, .matrix td { padding: 0; border: 0; }
    .matrix thead { position: sticky; top: 0; z-index: 2; }
    .matrix thead th, .matrix thead td { background: var(--card); }
    .matrix .what { position: sticky; left: 0; z-index: 1; background: var(--card); color: var(--ink);
      font-weight: 450; text-align: left; padding-right: 10px; max-width: 210px; overflow: hidden;
      text-overflow: ellipsis; }
    .matrix thead .what { color: var(--faint); vertical-align: bottom; font-size: 11px; }
    .matrix thead .total .what { color: var(--ink); font-size: 12px; }
    .matrix .file .what, .matrix .total .what { font-weight: 620; padding-top: 7px; }
    .matrix .file td, .matrix .total td { padding-top: 7px; }
    .matrix thead th.sum { vertical-align: bottom; font-weight: 450; font-size: 11px; }
    .matrix .car { height: 168px; vertical-align: bottom; font-weight: 450; }
    .matrix .car div { writing-mode: vertical-rl; transform: rotate(180deg); margin: 0 auto; }
    .matrix .car small { color: var(--faint); }
    .matrix .count { text-align: center; color: var(--faint); }
    .matrix .count.warn { color: var(--warn); } .matrix .count.bad { color: var(--bad);
      font-weight: 620; }
    .matrix .sum { text-align: right; padding-left: 8px; color: var(--soft); white-space: nowrap; }
    .cell { text-align: center; border-radius: 4px; min-width: 25px; height: 21px;
      background: var(--hover); }
    .matrix .cell a { display: block; line-height: 21px; color: inherit; text-decoration: none; }
    .matrix .cell:hover { outline: 2px solid var(--accent); }
    .cell.passed { color: var(--good); }
    .cell.q4 { background: color-mix(in srgb, var(--good) 30%, transparent); }
    .cell.q3 { background: color-mix(in srgb, var(--good) 22%, transparent); }
    .cell.q2 { background: color-mix(in srgb, var(--good) 15%, transparent); }
    .cell.q1 { background: color-mix(in srgb, var(--good) 10%, transparent); }
    .cell.q0 { background: color-mix(in srgb, var(--good) 6%, transparent); }
    .cell.refused, .cell.known_failure { background: var(--warn-soft); color: var(--warn);
      font-weight: 700; }
    .cell.failed, .cell.expired_failure, .cell.unexpected_pass { background: var(--bad);
      color: var(--card); font-weight: 700; }
    .cell.not_evaluated, .cell.error { background: var(--odd-soft); color: var(--odd);
      font-weight: 700; }
    .keys { display: flex; flex-wrap: wrap; align-items: center; gap: 5px; margin: 0 0 10px;
      font-size: 12.5px; color: var(--soft); }
    .keys .cell { min-width: 27px; line-height: 21px; font-size: 12px; margin-left: 2px; }
    .matrix details { margin-top: 12px; font-size: 13px; }
    .matrix summary { cursor: pointer; font-weight: 580; }
    .matrix details.refused summary { color: var(--warn); }
    .matrix details.failed summary { color: var(--bad); }
    .matrix details.not_evaluated summary { color: var(--odd); }
    .matrix details ol { margin: 8px 0 0; padding-left: 34px; max-height: 300px; overflow: auto; }
    .matrix details li { color: var(--soft); overflow-wrap: anywhere; padding: 1px 0; }
    """#
}
