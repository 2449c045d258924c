namespace Gateway.Compat.Lambda.Tests.Fixtures;

/// <summary>A function that does what its event says: <c>{"do":"throw"}</c>. Any other event is given back.</summary>
public sealed class ObedientFunction(ServiceUnderTest service) : TestFunction(service)
{
    private protected override string? Code =>
        """
        exports.handler = async (event, context) => {
          switch (event.do) {
            case 'throw': throw new TypeError('as told');
            case 'exit': process.exit(event.code);
            case 'nothing': return undefined;
            case 'context': return { ...context, left: context.getRemainingTimeInMillis() };
            case 'large': return 'x'.repeat(event.length - 2);
            case 'print': for (const line of event.lines) process.stdout.write(line + '\n'); return 'printed';
            default: return event;
          }
        };
        """;
}
