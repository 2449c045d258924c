# Starts what an environment runs, once the engine says so on descriptor 3: the extensions of the layers, and the runtime that the arguments name.
echo ready >&3
read -r go <&3 || exit 1
cd "$LAMBDA_TASK_ROOT" || exit 1
for extension in "$_EDGE_EXTENSIONS"/*; do
    [ -f "$extension" ] && [ -x "$extension" ] && "$extension" 3<&- &
done
unset _EDGE_EXTENSIONS
if [ -n "$AWS_LAMBDA_EXEC_WRAPPER" ]; then
    exec "$AWS_LAMBDA_EXEC_WRAPPER" "$@"
fi
exec "$@"
