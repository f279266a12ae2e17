/**
 * What is true of the page, in the words of the libraries' sources: what it does not do costs it nothing.
 * `frontend/slim/signals.ts` refuses the rest wherever the sources run.
 */
import { fileURLToPath } from "node:url";

/** @param {string} name */
function sourceOf(name) {
  return fileURLToPath(new URL(`../../node_modules/${name}/src/`, import.meta.url));
}

const preact = {
  name: "preact",
  folder: sourceOf("preact"),
  entry: "index.js",
  facts: {
    // The node that the page is put into is empty: nothing is hydrated, resumed or taken over.
    isHydrating: "false",
    excessDomChildren: "null",
    resumed: "null",
    "oldVNode._flags & MODE_SUSPENDED": "0",
    "oldVNode._flags & REF_DETACHED": "0",
    "newVNode._flags &= RESET_MODE": "0",
    "parentDom.firstChild": "null",
    "!skipRemove && (r = vnode._component) && (r = r._excess) && (end = rangeEnd(r, (nodes = [])))":
      "false",
    "next.nodeType == 8": "false",
    "(oldDom = oldDom && oldDom.nextSibling) && oldDom.nodeType == 8 && !oldDom.data.startsWith('$s')":
      "((oldDom = oldDom && oldDom.nextSibling), false)",
    "parentDom.nodeType == 9": "false",
    "parentDom.ownerDocument": "null",
    // There are no portals.
    "newProps._parentDom": "undefined",
    "vnode.props._parentDom": "undefined",
    "parentVNode.props._parentDom": "undefined",
    // Components are functions, none of which takes errors of others.
    isClassComponent: "false",
    provider: "undefined",
    componentContext: "globalContext",
    "tmp = newType.contextType": "undefined",
    "c.componentWillUpdate": "undefined",
    "oldProps = c.props": "undefined",
    "oldState = c.state": "undefined",
    "!c.state": "false",
    "c.state = c._nextState": "undefined",
    "c._nextState": "undefined",
    "c._stateCallbacks = []": "undefined",
    "EMPTY_ARR.push.apply(c._renderCallbacks, c._stateCallbacks)": "undefined",
    "ctor = component.constructor": "undefined",
    "ctor && ctor.getDerivedStateFromError": "undefined",
    "e && e.then": "false",
    "c._bits & COMPONENT_DIRTY && ++count < 25": "false",
    count: "0",
    "r.componentWillUnmount": "undefined",
    "typeof childVNode == 'function'": "false",
    // The one context, the words' language, keeps its value.
    "Context.Consumer": "undefined",
    "Context.Provider": "undefined",
    "this.shouldComponentUpdate": "undefined",
    "this.sub": "undefined",
    "c._bits & COMPONENT_PENDING_ERROR": "0",
    "c._bits & COMPONENT_PROCESSING_EXCEPTION": "0",
    handled: "0",
    "component.componentDidCatch": "undefined",
    "component._bits |= COMPONENT_FORCE": "undefined",
    "markAsForce(newVNode)": "undefined",
    "BaseComponent.prototype.setState": "undefined",
    // What is rendered listens to no options but those of frontend/slim/signals.ts.
    "options._root": "undefined",
    "tmp = options._diff": "undefined",
    "options._commit": "undefined",
    "tmp = options.diffed": "undefined",
    "options.vnode": "undefined",
    "options.event": "undefined",
    "options.debounceRendering": "undefined",
    prevDebounce: "undefined",
    // Of HTML and SVG this is not in it.
    "nodeType == 'math'": "false",
    "namespace == MATH_NAMESPACE": "false",
    "nodeType == 'foreignObject'": "false",
    "nodeType == 'template'": "false",
    "nodeType == 'progress'": "false",
    "newProps.is": "undefined",
    "'defaultValue' in newProps": "false",
    "'defaultChecked' in newProps": "false",
    "i == 'dangerouslySetInnerHTML'": "false",
    newHtml: "undefined",
    oldHtml: "undefined",
    "name == 'style'": "false",
    "name == 'popover'": "false",
    "name = name.replace(/xlink(H|:h)/, 'h').replace(/sName$/, 's')": "undefined",
    useCapture: "false",
    "name != 'width'": "true",
    "name != 'height'": "true",
    "name != 'list'": "true",
    "name != 'form'": "true",
    "name != 'download'": "true",
    "name != 'rowSpan'": "true",
    "name != 'colSpan'": "true",
    "name != 'popover'": "true",
    "childVNode.constructor === String": "false",
    "typeof ref == 'function'": "false",
  },
  names: {
    _render: "__r",
    _component: "__c",
    _renderCallbacks: "__h",
    _id: "__c",
    _defaultValue: "__",
  },
};

const signals = {
  name: "@preact/signals-core",
  folder: sourceOf("@preact/signals-core"),
  entry: "index.ts",
  facts: {
    options: "undefined",
    "this._watched": "undefined",
    "this._unwatched": "undefined",
    "untracked(() => { this._watched?.call(this); })": "undefined",
    "untracked(() => { this._unwatched?.call(this); })": "undefined",
    "this.name": "undefined",
    // Without it, what is set and set back within one batch is looked at once more.
    "recordBatchSnapshot(this)": "undefined",
    "reconcileBatchSnapshots()": "undefined",
    "currentBatchSnapshotVersion = ++batchSnapshotVersion": "undefined",
    "this._batchSnapshotVersion": "undefined",
    "evalContext !== this": "false",
    RUNNING: "1",
    NOTIFIED: "2",
    OUTDATED: "4",
    DISPOSED: "8",
    HAS_ERROR: "16",
    TRACKING: "32",
    capturedEffects: "undefined",
    prevCapturedEffects: "undefined",
    "Signal.prototype.brand": "undefined",
    "Signal.prototype.subscribe": "undefined",
    "Signal.prototype.valueOf": "undefined",
    "Signal.prototype.toString": "undefined",
    "Signal.prototype.toJSON": "undefined",
    "Effect.prototype.dispose": "undefined",
    "(dispose as any)[Symbol.dispose]": "undefined",
  },
  names: {},
};

const libraries = [preact, signals];

export { libraries };
