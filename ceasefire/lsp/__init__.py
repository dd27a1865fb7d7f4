"""The language server: what an editor shows of rule files while they are written."""
