'use strict';

const CHOICES = ['feed', 'file', 'code'];
const number = value => ({text: whole.format(value), className: 'number'});

async function ask(query) {
  const response = await fetch('/v1/reports/quarantine?' + query, {headers: {Accept: 'application/json'}});
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.title + '. ' + body.detail);
  }
  return body;
}

function say(text) {
  byId('report').hidden = true;
  byId('message').textContent = text;
}

function show(report, chosen) {
  document.body.dataset.shown = report.total;
  byId('count').textContent = whole.format(report.total) + (report.total === 1 ? ' row refused' : ' rows refused');
  if (report.total === 0) {
    say(chosen ? 'No refused row matches this choice.' : 'No rows were refused: the quarantine is empty.');
    return;
  }
  byId('message').textContent = '';
  byId('report').hidden = false;
  table(byId('totals'), ['Feed', 'File', 'Code', {text: 'Rows', className: 'number'}],
    report.totals.map(total => ({cells: [total.feed, total.file, total.code, number(total.rows)]})));
  byId('listed').textContent = report.rows.length === report.total ? 'All rows that match.'
    : 'The first ' + whole.format(report.rows.length) + ' of ' + whole.format(report.total)
      + ' rows that match. Choose a feed, file or code to see others; the command ./solvens quarantine shows all.';
  table(byId('rows'), ['Feed', 'File', {text: 'Line', className: 'number'}, 'Code', 'Reason'],
    report.rows.map(row => ({cells: [row.feed, row.file + ' @' + row.content.slice(0, 8), number(row.line), row.code,
      row.reason === null ? 'not shown' : row.reason]})));
}

/** Everything that may be chosen: the values of all totals, whatever is chosen now. */
function choices(totals, query) {
  for (const name of CHOICES) {
    const values = [...new Set(totals.map(total => total[name]))].sort();
    const chosen = query.get(name) || '';
    if (chosen && !values.includes(chosen)) {
      values.push(chosen);
    }
    options(byId(name), ['', ...values], chosen);
    byId(name).options[0].textContent = 'all';
  }
  byId('choice').hidden = totals.length === 0;
}

async function load(query) {
  try {
    const everything = await ask('limit=1');
    choices(everything.totals, query);
    show(await ask(query), CHOICES.some(name => query.get(name)));
  } catch (failure) {
    say(failure.message);
  }
}

for (const name of CHOICES) {
  byId(name).addEventListener('change', () => {
    const query = new URLSearchParams();
    for (const each of CHOICES) {
      if (byId(each).value) {
        query.set(each, byId(each).value);
      }
    }
    history.replaceState(null, '', '?' + query);
    load(query);
  });
}
load(new URLSearchParams(location.search));
