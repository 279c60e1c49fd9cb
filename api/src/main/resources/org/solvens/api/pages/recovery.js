'use strict';

const share = new Intl.NumberFormat('en-GB', {style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1});
const percent = rate => rate === null ? '–' : share.format(rate);
const AGES = [1, 3, 6, 12];
let chart;

function figures(report) {
  const total = report.by_segment.find(row => row.segment === report.segment);
  const shown = [
    ['Placed, ' + report.currency, whole.format(total.placed)],
    ['Added since', whole.format(total.added)],
    ['Owed to date', whole.format(total.owed)],
    ['Recovered to date', whole.format(total.recovered)],
    ['Overpaid', whole.format(total.overpaid)],
    ['Recovered share', percent(total.rate)],
    ['Cases', whole.format(total.cases)],
    ['Cases with payment', whole.format(total.paid_cases)],
    ['Cost', whole.format(total.cost)],
  ];
  byId('figures').replaceChildren(...shown.map(([name, value]) => {
    const pair = document.createElement('div');
    pair.append(element('dt', name), element('dd', value));
    return pair;
  }));
}

const COLOURS = [[221, 150, 36], [58, 150, 130], [18, 48, 96]];

/** From the earliest vintage, 0, to the latest, 1. */
function colour(position) {
  const place = position * (COLOURS.length - 1);
  const step = Math.min(Math.floor(place), COLOURS.length - 2);
  return 'rgb(' + COLOURS[step].map((part, i) =>
    Math.round(part + (COLOURS[step + 1][i] - part) * (place - step))).join(',') + ')';
}

/** A vintage is drawn twice under one name: solid while mature, dashed from its last mature point on. */
function curves(report) {
  const series = [];
  report.vintages.forEach((vintage, i) => {
    const colourOfVintage = colour(report.vintages.length < 2 ? 1 : i / (report.vintages.length - 1));
    const firstImmature = vintage.points.findIndex(point => !point.mature);
    const split = firstImmature < 0 ? vintage.points.length : firstImmature;
    const at = point => [point.months_since, point.rate];
    const common = {
      type: 'line', name: vintage.placed_month, symbolSize: 6, animation: false,
      itemStyle: {color: colourOfVintage}, emphasis: {focus: 'series'},
    };
    if (split > 0) {
      series.push({...common, symbol: 'circle', lineStyle: {color: colourOfVintage, width: 2},
        data: vintage.points.slice(0, split).map(at)});
    }
    if (split < vintage.points.length) {
      series.push({...common, symbol: 'emptyCircle', lineStyle: {color: colourOfVintage, width: 2, type: 'dashed'},
        data: vintage.points.slice(Math.max(0, split - 1)).map((point, j) => ({
          value: at(point), symbol: j === 0 && split > 0 ? 'none' : 'emptyCircle'}))});
    }
  });
  return series;
}

function draw(report) {
  chart = chart || echarts.init(byId('chart'), null, {renderer: 'svg'});
  const byMonth = new Map(report.vintages.map(vintage => [vintage.placed_month, vintage]));
  const wide = byId('chart').clientWidth > 560;
  chart.setOption({
    grid: {left: 64, right: wide ? 120 : 16, top: 16, bottom: wide ? 48 : 84},
    legend: {type: 'scroll', data: [...byMonth.keys()],
      ...(wide ? {orient: 'vertical', right: 0, top: 8} : {bottom: 0, left: 'center'})},
    xAxis: {type: 'value', name: 'Months since placement', nameLocation: 'middle', nameGap: 30, minInterval: 1,
      min: 0, max: 'dataMax', splitLine: {show: false}, nameTextStyle: {fontSize: 13}},
    yAxis: {type: 'value', min: 0, axisLabel: {formatter: value => Math.round(value * 1000) / 10 + ' %'}},
    tooltip: {trigger: 'item', formatter: hovered => {
      const vintage = byMonth.get(hovered.seriesName);
      const point = vintage.points.find(candidate => candidate.months_since === hovered.value[0]);
      return 'Placed ' + vintage.placed_month + ', month ' + point.months_since + '<br>'
        + percent(point.rate) + (point.mature ? '' : ' (immature)') + '<br>'
        + whole.format(point.recovered) + ' ' + report.currency + ' of ' + whole.format(vintage.placed);
    }},
    series: curves(report),
  }, {notMerge: true});
}

function show(report) {
  byId('message').textContent = '';
  byId('as-of').textContent = 'as of ' + report.as_of + ', amounts in ' + report.currency;
  options(byId('currency'), report.currencies, report.currency);
  options(byId('segment'), report.segments, report.segment);
  byId('choice').hidden = false;
  byId('report').hidden = false;
  figures(report);
  const ages = AGES.filter(age => report.vintages.some(vintage =>
    vintage.points.some(point => point.months_since === age)));
  table(byId('by-month'),
    ['Month', 'Cases', 'With payment', 'Placed', 'Added', 'Owed', 'Recovered', 'Overpaid', 'Cost', 'Share to date',
      ...ages.map(age => 'after ' + age + (age === 1 ? ' month' : ' months'))],
    report.vintages.map(vintage => {
      const last = vintage.points[vintage.points.length - 1];
      const marked = point => point
        ? {text: percent(point.rate) + (point.mature ? '' : ' *'), className: point.mature ? '' : 'immature'} : '–';
      return {cells: [vintage.placed_month, whole.format(vintage.cases), whole.format(last.paid_cases),
        whole.format(vintage.placed), whole.format(vintage.added), whole.format(vintage.owed),
        whole.format(last.recovered), whole.format(last.overpaid), whole.format(last.cost), marked(last),
        ...ages.map(age => marked(vintage.points.find(point => point.months_since === age)))]};
    }));
  table(byId('by-segment'),
    ['Segment', 'Cases', 'With payment', 'Placed', 'Added', 'Owed', 'Recovered', 'Overpaid', 'Cost', 'Share to date'],
    report.by_segment.map(row => ({chosen: row.segment === report.segment,
      cells: [row.segment, whole.format(row.cases), whole.format(row.paid_cases), whole.format(row.placed),
        whole.format(row.added), whole.format(row.owed), whole.format(row.recovered), whole.format(row.overpaid),
        whole.format(row.cost), percent(row.rate)]})));
  draw(report);
  document.body.dataset.shown = report.currency + ' ' + report.segment;
}

async function load(query) {
  const response = await fetch('/v1/reports/recovery?' + query, {headers: {Accept: 'application/json'}});
  const body = await response.json();
  if (response.ok) {
    show(body);
  } else {
    byId('report').hidden = true;
    byId('message').textContent = body.title + '. ' + body.detail;
  }
}

async function loadQuality() {
  const response = await fetch('/v1/reports/quality', {headers: {Accept: 'application/json'}});
  if (!response.ok) {
    return;
  }
  const quality = await response.json();
  byId('checks').textContent = whole.format(quality.checks) + ' checks as of ' + quality.as_of + ', '
    + (quality.failed.length === 0 ? 'all passed.' : whole.format(quality.failed.length) + ' did not pass:');
  table(byId('failed-checks'), quality.failed.length === 0 ? [] : ['Level', 'Feed', 'Check', 'What was found'],
    quality.failed.map(failed => ({cells: [failed.level.toLowerCase(),
      failed.feed + (failed.column ? '.' + failed.column : ''), failed.check, failed.message]})));
  byId('quality').hidden = false;
}

function choose(withSegment) {
  const query = new URLSearchParams({currency: byId('currency').value});
  if (withSegment) {
    query.set('segment', byId('segment').value);
  }
  history.replaceState(null, '', '?' + query);
  load(query);
}

byId('currency').addEventListener('change', () => choose(false));
byId('segment').addEventListener('change', () => choose(true));
window.addEventListener('resize', () => chart && chart.resize());
load(new URLSearchParams(location.search));
loadQuality();
