'use strict';

// What the report pages share. Every text becomes a text node, so that no name in a report is read as HTML.

const byId = id => document.getElementById(id);
const whole = new Intl.NumberFormat('en-GB', {maximumFractionDigits: 0});

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) {
    made.className = className;
  }
  return made;
}

function table(into, headings, rows) {
  const head = document.createElement('thead');
  const headRow = head.insertRow();
  for (const heading of headings) {
    const content = typeof heading === 'string' ? {text: heading} : heading;
    const cell = element('th', content.text, content.className);
    cell.scope = 'col';
    headRow.append(cell);
  }
  const body = document.createElement('tbody');
  for (const {cells, chosen} of rows) {
    const row = body.insertRow();
    if (chosen) {
      row.className = 'chosen';
    }
    cells.forEach((cell, i) => {
      const content = typeof cell === 'string' ? {text: cell} : cell;
      const made = element(i === 0 ? 'th' : 'td', content.text, content.className);
      if (i === 0) {
        made.scope = 'row';
      }
      row.append(made);
    });
  }
  into.replaceChildren(head, body);
}

function options(select, values, chosen) {
  select.replaceChildren(...values.map(value => {
    const option = element('option', value);
    option.value = value;
    option.selected = value === chosen;
    return option;
  }));
}
