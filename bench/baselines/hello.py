"""One FastAPI route that says hello in JSON: what this framework and this server cost before they do anything."""

from __future__ import annotations

from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def hello() -> dict[str, str]:
    return {"hello": "world"}
