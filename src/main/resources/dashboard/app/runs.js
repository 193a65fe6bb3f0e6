/** The runs of true in a list: [[first index, last index]]. */
export function runs(list) {
  const found = [];
  list.forEach((is, i) => {
    if (is && list[i - 1]) {
      found.at(-1)[1] = i;
    } else if (is) {
      found.push([i, i]);
    }
  });
  return found;
}
