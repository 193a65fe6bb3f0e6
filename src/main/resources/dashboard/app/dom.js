// Makes elements. Text goes in as text and nowhere as markup: what the tables hold is other people's input.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An HTML element.
 *
 * @param {string} tag its name, with classes after dots: 'div.card.wide'
 * @param {object} [attributes] attributes; 'on' holds listeners, 'style' CSS properties; null and false are left out
 * @param {...(Node|string|number|null|Array)} children
 */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag.split('.')[0]), tag, attributes, children);
}

/** The same for SVG. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag.split('.')[0]), tag, attributes, children);
}

function fill(element, tag, attributes, children) {
  const classes = tag.split('.').slice(1);
  if (classes.length > 0) {
    element.setAttribute('class', classes.join(' '));
  }
  for (const [name, value] of Object.entries(attributes ?? {})) {
    set(element, name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (name === 'on') {
    Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
  } else if (name === 'style') {
    Object.entries(value).forEach(([property, v]) => element.style.setProperty(property, v));
  } else if (name === 'class') {
    element.setAttribute('class', [element.getAttribute('class'), value].filter(Boolean).join(' '));
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Shows these and nothing else. */
export function show(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

let lastId = 0;

/** An id that no other element has. */
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
