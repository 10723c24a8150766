(function () {
  'use strict';
  var charts = JSON.parse(document.getElementById('chart-data').textContent);
  // an entrant keeps its colour and symbol in every chart
  var light = ['#0b5fa5', '#d1495b', '#8a6d00', '#6a4c93', '#00798c', '#b5651d', '#3d7a37', '#c2185b',
    '#455a64', '#c26a00', '#128a64', '#5c5cd6', '#7b3f00', '#9c27b0', '#616161', '#1d8fb8'];
  var night = ['#6fb3ee', '#ff8a9a', '#d9b93b', '#b79be0', '#4fc3d4', '#e3a06a', '#85c47e', '#f48fb8',
    '#a9bcc6', '#ffb04d', '#5cd6ab', '#a0a0ff', '#cf9a6b', '#d98be6', '#bdbdbd', '#8fd3ee'];
  var order = [];
  charts.forEach(function (c) { c.series.forEach(function (s) { if (order.indexOf(s.name) < 0) { order.push(s.name); } }); });
  function colour(name) { var c = dark.matches ? night : light; return c[order.indexOf(name) % c.length]; }
  function symbol(name) { return symbols[order.indexOf(name) % symbols.length]; }
  var symbols = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'emptyCircle'];
  var styles = {'eoca': 'solid', 'integer programming': 'dashed', 'linear programming': 'dotted', 'minimum-cost flow': [8, 3, 2, 3]};
  function three(v) { return Number(v.toPrecision(3)).toString(); }
  function format(v, unit) {
    if (unit === 's') { return v < 1e-3 ? three(v * 1e6) + ' µs' : v < 1 ? three(v * 1e3) + ' ms' : three(v) + ' s'; }
    if (unit === '%') { return (v >= 99.9999995 ? '100' : v.toFixed(v > 99.9 ? 5 : 2)) + ' %'; }
    if (unit === 'MiB') { return v >= 1024 ? three(v / 1024) + ' GiB' : Math.round(v) + ' MiB'; }
    if (unit === '×') { return (v >= 100 ? Math.round(v).toLocaleString('en') : three(v)) + ' ×'; }
    return three(v) + ' passes';
  }
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  function ink(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function users(v) { return v >= 1e6 ? v / 1e6 + ' M' : v >= 1e3 ? v / 1e3 + ' k' : String(v); }
  function option(chart, narrow) {
    var bars = chart.kind === 'bars';
    var least = Infinity, most = 0;
    chart.series.forEach(function (s) { s.points.forEach(function (p) { least = Math.min(least, p[0]); most = Math.max(most, p[0]); }); });
    var rows = Math.ceil(chart.series.length / (narrow ? 2 : 5));
    return {
      animation: false,
      aria: {enabled: true},
      textStyle: {fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif', color: ink('--ink')},
      grid: {left: 8, right: narrow ? 18 : 28, top: 34, bottom: 34 + rows * 24, containLabel: true},
      legend: {bottom: 0, left: 0, right: 0, itemGap: narrow ? 8 : 18, itemWidth: 28, textStyle: {fontSize: narrow ? 11 : 12, color: ink('--ink')}},
      tooltip: {
        trigger: bars ? 'axis' : 'item', confine: true,
        backgroundColor: ink('--wash'), borderColor: ink('--line'), textStyle: {color: ink('--ink')},
        formatter: function (p) {
          if (Array.isArray(p)) {
            return p[0].name + '<br>' + p.map(function (q) { return q.marker + q.seriesName + ': ' + (q.value == null ? '–' : format(q.value, chart.unit)); }).join('<br>');
          }
          var v = p.value;
          var spread = v.length > 3 && v[3] > v[2] ? '<br>' + format(v[2], chart.unit) + ' … ' + format(v[3], chart.unit) : '';
          var least = chart.unit === '×' && v[2] ? 'at least ' : '';
          return p.seriesName + '<br>' + v[0].toLocaleString('en') + ' users: ' + least + format(v[1], chart.unit) + spread;
        }
      },
      xAxis: bars
        ? {type: 'category', data: chart.categories, axisLabel: {interval: 0, rotate: narrow ? 60 : 30, fontSize: narrow ? 10 : 12, color: ink('--soft')}}
        : {type: 'log', name: 'users', nameLocation: 'middle', nameGap: 26, min: least, max: most, axisLabel: {formatter: users, color: ink('--soft'), hideOverlap: true, alignMaxLabel: 'right'}, nameTextStyle: {color: ink('--soft')}, splitLine: {lineStyle: {color: ink('--line')}}},
      yAxis: {
        type: chart.logY ? 'log' : 'value', name: chart.yName, nameTextStyle: {align: 'left', color: ink('--soft')}, scale: true,
        splitLine: {lineStyle: {color: ink('--line')}},
        max: chart.unit === '%' ? 100 : null,
        axisLabel: {color: ink('--soft'), formatter: function (v) { return chart.unit === '%' ? three(v) + ' %' : chart.unit === 'MiB' || chart.unit === 'passes' ? v.toLocaleString('en') : format(v, chart.unit); }}
      },
      series: chart.series.map(function (s) {
        if (bars) {
          var values = chart.categories.map(function () { return null; });
          s.points.forEach(function (p) { values[p[0]] = p[1]; });
          // dots: a bar has no foot on a log axis
          return {name: s.name, type: 'scatter', data: values, symbol: symbol(s.name), symbolSize: 12, itemStyle: {color: colour(s.name)}};
        }
        return {
          name: s.name, type: 'line',
          data: chart.unit === '×' ? s.points.map(function (p) { return {value: p, symbol: p[2] ? 'arrow' : symbol(s.name)}; }) : s.points, z: s.ours ? 5 : 2,
          itemStyle: {color: colour(s.name)}, symbol: symbol(s.name), symbolSize: s.ours ? 10 : 8,
          lineStyle: {color: colour(s.name), width: s.ours ? 3 : 1.6, type: styles[s.family] || 'solid'}
        };
      })
    };
  }
  var drawn = charts.map(function (chart) {
    var element = document.getElementById('chart-' + chart.id);
    var label = element.getAttribute('aria-label');
    var instance = echarts.init(element, null, {renderer: 'svg'});
    var wide = null;
    function draw(recolour) {
      instance.resize();
      var narrow = element.clientWidth < 640;
      if (narrow !== wide || recolour) { wide = narrow; instance.setOption(option(chart, narrow), true); }
      element.setAttribute('aria-label', label);
    }
    draw();
    return draw;
  });
  window.addEventListener('resize', function () { drawn.forEach(function (draw) { draw(); }); });
  dark.addEventListener('change', function () { drawn.forEach(function (draw) { draw(true); }); });
})();
