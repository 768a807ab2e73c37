"""From captured bytes to a frozen text layer, and from the layer to passages with speakers."""
