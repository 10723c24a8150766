'use strict';
// Draws the charts of a page from the JSON in #data. The tables say the same: without this script, nothing is lost.
(function () {
  const data = JSON.parse(document.getElementById(document.currentScript.dataset.from || 'data').textContent);
  const root = document.documentElement;
  const short = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: 4});
  const exact = new Intl.NumberFormat('en', {maximumSignificantDigits: 9});
  const FONT = 'system-ui, sans-serif';
  // Okabe and Ito's colours: told apart by everybody, on light and dark.
  const HUES = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#999999', '#b8a800'];
  const charts = [];

  function colours() {
    const style = getComputedStyle(root);
    const get = name => style.getPropertyValue('--' + name).trim();
    return {text: get('text'), soft: get('soft'), line: get('line'), card: get('card'), accent: get('accent')};
  }

  function base(c) {
    return {
      animation: false,
      textStyle: {fontFamily: FONT, color: c.text},
      color: HUES,
      tooltip: {renderMode: 'richText', confine: true, backgroundColor: c.card, borderColor: c.line, textStyle: {color: c.text}},
    };
  }

  // {x: label, points: [x…], series: [{name, values: [y or null…]}], mark: x or null, time: whether x is milliseconds since 1970}
  function lines(set, c, element) {
    const option = base(c);
    const narrow = element.clientWidth < 480;
    const many = set.series.length > 1;
    const values = set.series.flatMap(s => s.values).filter(v => v !== null);
    const low = Math.min(...values), high = Math.max(...values);
    const digits = high > low ? Math.max(3, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / (high - low))) + 3) : 3;
    const tick = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: Math.min(12, digits)});
    option.tooltip.trigger = 'axis';
    option.tooltip.valueFormatter = v => (v === null || v === undefined ? 'no allocation' : exact.format(v));
    option.grid = {left: 12, right: 24, top: many ? 44 : 14, bottom: set.x ? 44 : 12, containLabel: true};
    if (many) option.legend = {type: 'scroll', top: 0, left: 0, textStyle: {color: c.text}, pageTextStyle: {color: c.text}};
    const axis = {axisLabel: {color: c.soft, hideOverlap: true}, axisLine: {lineStyle: {color: c.line}}, splitLine: {lineStyle: {color: c.line}}, nameTextStyle: {color: c.soft}};
    option.xAxis = Object.assign({}, axis, {
      type: set.time ? 'time' : 'value', scale: true, name: set.x, nameLocation: 'middle', nameGap: 28, splitNumber: narrow ? 3 : 6,
      axisLabel: Object.assign(set.time ? {} : {formatter: v => short.format(v)}, axis.axisLabel),
    });
    option.yAxis = Object.assign({}, axis, {type: 'value', scale: true, axisLabel: Object.assign({formatter: v => tick.format(v)}, axis.axisLabel)});
    option.series = set.series.map((s, i) => ({
      name: s.name, type: 'line', data: s.values.map((v, p) => [set.points[p], v]), showSymbol: true, symbolSize: 7,
      lineStyle: {width: 2}, connectNulls: false,
      markLine: i === 0 && set.mark !== null && set.mark !== undefined
        ? {silent: true, symbol: 'none', lineStyle: {color: c.soft, type: 'dashed'}, label: {formatter: 'the run', color: c.soft}, data: [{xAxis: set.mark}]}
        : undefined,
    }));
    return option;
  }

  // {left: [names], right: [names], flows: [[left index, right index, users]]}
  function flow(set, c, element) {
    const option = base(c);
    const narrow = element.clientWidth < 480;
    const used = new Set();
    const links = set.flows.map(([from, to, value]) => {
      used.add('l' + from);
      used.add('r' + to);
      return {source: 'l' + from, target: 'r' + to, value};
    });
    const names = {};
    const node = (side, name, i) => {
      names[side + i] = name;
      return {name: side + i, depth: side === 'l' ? 0 : 1, itemStyle: {color: HUES[i % HUES.length]}, label: {position: side === 'l' ? 'right' : 'left'}};
    };
    const nodes = set.left.map((n, i) => node('l', n, i)).concat(set.right.map((n, i) => node('r', n, i))).filter(n => used.has(n.name));
    option.tooltip.formatter = p => p.dataType === 'edge'
      ? names[p.data.source] + ' → ' + names[p.data.target] + ': ' + exact.format(p.data.value) + ' users'
      : names[p.name] + ': ' + exact.format(p.value) + ' users';
    option.series = [{
      type: 'sankey', left: 4, right: 4, top: 8, bottom: 8, nodeWidth: 14, nodeGap: 10, draggable: false, layoutIterations: 0,
      data: nodes, links,
      label: {color: c.text, fontSize: narrow ? 11 : 13, formatter: p => names[p.name]},
      lineStyle: {color: 'source', opacity: 0.4, curveness: 0.5},
      emphasis: {focus: 'adjacency'},
    }];
    return option;
  }

  for (const [id, set] of Object.entries(data)) {
    const element = document.getElementById('chart-' + id);
    if (!element || !set) continue;
    element.style.height = (set.flows ? Math.min(720, 120 + 34 * Math.max(set.left.length, set.right.length)) : 300) + 'px';
    element.closest('.charts-only').classList.add('drawn');
    charts.push({chart: echarts.init(element, null, {renderer: 'svg'}), element, set});
  }

  function draw() {
    const c = colours();
    for (const {chart, element, set} of charts) {
      chart.resize();
      chart.setOption(set.flows ? flow(set, c, element) : lines(set, c, element), true);
    }
  }
  draw();
  let width = root.clientWidth;
  addEventListener('resize', () => {
    if (root.clientWidth !== width) {
      width = root.clientWidth;
      draw();
    }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  matchMedia('print').addEventListener('change', draw);
  root.dataset.charts = Number(root.dataset.charts || 0) + charts.length;
})();
