// A moment in a StreamField block: reads, fills and focuses the three inputs of MomentWidget as one value.
(() => {
  const PARTS = ["date", "time", "zone"];
  const Widget = window.telepath.constructors["wagtail.widgets.Widget"];

  const findInput = (nodes, name) => {
    for (const node of nodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.name === name) return node;
      const inside = node.querySelector(`[name="${name}"]`);
      if (inside) return inside;
    }
    throw new Error(`No input found with name "${name}"`);
  };

  class BoundMoment {
    constructor(nodeOrNodes, name, parentCapabilities) {
      const nodes = nodeOrNodes.forEach ? Array.from(nodeOrNodes) : [nodeOrNodes];
      this.inputs = PARTS.map((part) => findInput(nodes, `${name}_${part}`));
      this.idForLabel = this.inputs[0].id;
      this.parentCapabilities = parentCapabilities || new Map();
    }

    getValue() {
      return this.inputs.map((input) => input.value);
    }

    getState() {
      return this.getValue();
    }

    setState(state) {
      const values = Array.isArray(state) ? state : [];
      this.inputs.forEach((input, position) => {
        if (values[position]) input.value = values[position];
        else if (input.tagName !== "SELECT") input.value = "";
      });
    }

    setInvalid(invalid) {
      for (const input of this.inputs) {
        if (invalid) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    }

    getValueForLabel() {
      const [date, time] = this.getValue();
      return `${date} ${time}`.trim();
    }

    getTextLabel() {
      return this.getValueForLabel() || null;
    }

    setCapabilityOptions(capability, options) {
      Object.assign(this.parentCapabilities.get(capability), options);
    }

    focus() {
      this.inputs[0].focus();
    }
  }

  class Moment extends Widget {
    boundWidgetClass = BoundMoment;
  }

  window.telepath.register("ponte.widgets.Moment", Moment);
})();
