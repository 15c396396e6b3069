#!/bin/sh
exec node "$(dirname "$0")/needsExtension.js"
