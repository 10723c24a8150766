'use strict';
// Draws the charts from the JSON in #data. The tables say the same: without this script, nothing is lost.
(function () {
  const data = JSON.parse(document.getElementById(document.currentScript.dataset.from || 'data').textContent);
  const root = document.documentElement;
  const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
  const short = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: 3});
  const exact = new Intl.NumberFormat('en', {maximumSignificantDigits: 7});
  const charts = [];

  function colours() {
    const style = getComputedStyle(root);
    const get = name => style.getPropertyValue('--' + name).trim();
    return {text: get('text'), soft: get('soft'), line: get('line'), card: get('card'), accent: get('accent'), pale: get('pale')};
  }

  // A chart as tall as its rows: names stay readable, whatever their number.
  function add(id, rows, rowHeight, option) {
    const element = document.getElementById(id);
    if (!element || rows === 0) return;
    element.style.height = (rows * rowHeight + 44) + 'px';
    const holder = element.closest('.charts, .charts-only');
    holder.classList.add('drawn');
    const chart = echarts.init(element, null, {renderer: 'svg'});
    charts.push({chart, element, option});
  }

  const FONT = '12px system-ui, sans-serif';
  const measure = document.createElement('canvas').getContext('2d');
  measure.font = FONT;

  function frame(names, c, element, format) {
    const narrow = element.clientWidth < 480;
    const longest = Math.max(...names.map(name => measure.measureText(name).width));
    const label = Math.ceil(Math.min(longest + 4, narrow ? 110 : 170));
    return {
      animation: false,
      textStyle: {fontFamily: 'system-ui, sans-serif', color: c.text},
      grid: {left: label + 10, right: 22, top: 6, bottom: 28},
      tooltip: {
        trigger: 'axis', axisPointer: {type: 'shadow'}, renderMode: 'richText', confine: true,
        backgroundColor: c.card, borderColor: c.line, textStyle: {color: c.text},
      },
      xAxis: {
        type: 'value', splitNumber: narrow ? 3 : 5, axisLabel: {color: c.soft, formatter: format, hideOverlap: true, showMaxLabel: true},
        splitLine: {lineStyle: {color: c.line}},
      },
      yAxis: {
        type: 'category', data: names, inverse: true, axisTick: {show: false},
        axisLine: {lineStyle: {color: c.line}},
        axisLabel: {color: c.text, interval: 0, width: label, overflow: 'truncate'},
      },
    };
  }

  function bars(id, set, format, tooltip) {
    if (!set) return;
    const two = set.before !== null && set.before !== undefined;
    add(id, set.names.length, two ? 34 : 24, function (c, element) {
      const option = frame(set.names, c, element, format);
      option.tooltip.valueFormatter = v => (v === null || v === undefined ? '–' : tooltip(v));
      option.series = [{name: 'this run', type: 'bar', data: set.now, itemStyle: {color: c.accent}, barMaxWidth: 16, barGap: '10%'}];
      if (two) option.series.push({name: 'the run before', type: 'bar', data: set.before, itemStyle: {color: c.pale}, barMaxWidth: 16});
      return option;
    });
  }

  bars('chart-users', data.users, v => short.format(v), v => whole.format(v));
  bars('chart-etv', data.etv, v => short.format(v), v => exact.format(v));
  bars('chart-prices', data.prices, v => short.format(v), v => exact.format(v));
  if (data.margins) {
    add('chart-margins', data.margins.names.length, 28, function (c, element) {
      const option = frame(data.margins.names, c, element, v => short.format(v));
      option.tooltip.trigger = 'item';
      option.tooltip.formatter = p =>
        p.name + '\n' + ['5 %', '25 %', '50 %', '75 %', '95 %'].map((q, i) => q + ': ' + exact.format(p.value[i + 1])).join('\n');
      option.series = [{
        name: 'margin', type: 'boxplot', data: data.margins.boxes, boxWidth: [6, 14],
        itemStyle: {color: c.pale, borderColor: c.accent, borderWidth: 1.5},
      }];
      return option;
    });
  }
  add('chart-phases', data.phases.length, 24, function (c, element) {
    const option = frame(data.phases.map(p => p[0]), c, element, v => short.format(v) + ' s');
    option.tooltip.valueFormatter = v => exact.format(v) + ' s';
    option.series = [{name: 'seconds', type: 'bar', data: data.phases.map(p => p[1]), itemStyle: {color: c.accent}, barMaxWidth: 16}];
    return option;
  });

  function draw() {
    const c = colours();
    for (const {chart, element, option} of charts) {
      chart.resize();
      chart.setOption(option(c, element), true);
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
