// Communities on the canvas: a pale ground under the members that are drawn, and a name at its rim.

import { shortened } from "./text.js";

// A pair is no group, and more than so many names would cover those of the members.
const MEMBERS_AT_LEAST = 4;
const GROUPS_AT_MOST = 10;
const NAME_AT_MOST = 9;
// Above are the controls.
const HEAD = 46;
export const GROUP_LABEL_SIZE = 12;
// How far the ground reaches around its members, in pixels of the screen.
const REACH = 19;
const REACH_IN_PART = 11;

/**
 * The communities of a scene as {key, members, edges}, the best represented first: those with enough members
 * drawn, or only the one that is selected. Around one entity, beside a selection and where
 * two graphs are compared there are none.
 */
export function groupsOf(data, scene, focus, focused) {
  if (scene.around || data.hasChanges || (focused && !focus.group)) return [];
  const members = new Map();
  for (const node of scene.nodes) {
    const key = data.community[node];
    if (key < 0 || (focus.group && !focus.near.has(node))) continue;
    if (!members.has(key)) members.set(key, []);
    members.get(key).push(node);
  }
  const found = [...members]
    .filter(([, list]) => list.length >= MEMBERS_AT_LEAST)
    .sort(([a, one], [b, other]) => other.length - one.length || a - b)
    .slice(0, GROUPS_AT_MOST)
    .map(([key, list]) => ({ key, members: list, edges: [] }));
  const byKey = new Map(found.map((group) => [group.key, group]));
  for (const { a, b, form } of scene.edges) {
    if (data.community[a] !== data.community[b] || form === "faint") continue;
    const group = byKey.get(data.community[a]);
    if (group) group.edges.push([a, b]);
  }
  return found;
}

export function groupReach(scene) {
  return scene.extent ? REACH_IN_PART : REACH;
}

/** The name of a community: the two that stand in its middle, and how many it has in all. */
export function groupName(data, key, language) {
  const members = data.communities[key];
  const names = members.slice(0, 2).map((i) => shortened(data.name(i), NAME_AT_MOST));
  return `${names.join(language === "zh" ? "、" : ", ")} ${members.length}`;
}

/** Draws the grounds in the canvas's own units; `placeOf` gives a member's place, `reach` is in those units. */
export function drawGrounds(context, groups, placeOf, reach, colours) {
  context.save();
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const { members, edges } of groups) {
    context.beginPath();
    for (const [a, b] of edges) {
      context.moveTo(...placeOf(a));
      context.lineTo(...placeOf(b));
    }
    for (const node of members) {
      context.moveTo(...placeOf(node));
      context.lineTo(...placeOf(node));
    }
    for (const [extra, colour] of [
      [reach * 0.1, colours.groundLine],
      [0, colours.ground],
    ]) {
      context.lineWidth = 2 * (reach + extra);
      context.strokeStyle = colour;
      context.stroke();
    }
  }
  context.restore();
}

/**
 * Names of groups at the rims of their grounds as {key, text, x, y, box}, where they lie on no other name and
 * on at most `covered` nodes, on as few as may be; one without room is left out. `circles` are the nodes as
 * [x, y, radius], all in pixels of the screen. What is taken is noted in `room`.
 */
export function placeGroupNames(
  groups,
  { name, onScreen, circles, covered = 0, measure, width, height, reach, room },
) {
  const placed = [];
  for (const { key, members } of groups) {
    const text = name(key);
    const half = [measure(text, GROUP_LABEL_SIZE) / 2 + 5, GROUP_LABEL_SIZE / 2 + 4];
    let [spot, fewest] = [null, covered + 1];
    for (const at of spotsAt(members.map(onScreen), half, reach)) {
      const box = boxAt(...at, half);
      const inside = box[0] >= 0 && box[1] >= HEAD && box[2] <= width && box[3] <= height;
      if (!inside || !room.free(box)) continue;
      const over = circles.reduce((sum, circle) => sum + (clear(circle, box) ? 0 : 1), 0);
      if (over < fewest) [spot, fewest] = [at, over];
      if (!over) break;
    }
    if (!spot) continue;
    const box = boxAt(...spot, half);
    room.take(box);
    placed.push({ key, text, x: spot[0], y: spot[1], box });
  }
  return placed;
}

function boxAt(x, y, [halfWidth, halfHeight]) {
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
}

function clear([x, y, radius], [left, top, right, bottom]) {
  return x + radius < left || x - radius > right || y + radius < top || y - radius > bottom;
}

/** Above the highest, below the lowest, and beside the outermost member; then all around each member. */
function spotsAt(places, [halfWidth, halfHeight], reach) {
  const far = (axis, sign) => places.reduce((best, at) => (sign * at[axis] > sign * best[axis] ? at : best));
  const [top, bottom, left, right] = [far(1, -1), far(1, 1), far(0, -1), far(0, 1)];
  const up = reach + halfHeight - 2;
  const aside = reach + halfWidth - 2;
  const around = places.flatMap(([x, y]) => [
    [x, y - up],
    [x, y + up],
    [x + aside, y],
    [x - aside, y],
  ]);
  return [
    [top[0], top[1] - up],
    [bottom[0], bottom[1] + up],
    [left[0] - aside, left[1]],
    [right[0] + aside, right[1]],
    ...around,
  ];
}

/** The group whose name is under a point of the screen, or -1. */
export function groupAt(placed, x, y) {
  const found = placed.find(({ box }) => box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]);
  return found ? found.key : -1;
}
