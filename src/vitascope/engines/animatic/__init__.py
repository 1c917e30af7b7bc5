"""The animatic engine: reads a prompt into a scene graph, draws it and sounds it on a CPU. A preview, and says so."""
