namespace Gateway.Compat.Lambda.Tests.Fixtures;

/// <summary>A function that streams the pieces of its event, and then fails if the event says so.</summary>
public sealed class StreamingFunction(ServiceUnderTest service) : TestFunction(service)
{
    private protected override string? Code =>
        """
        exports.handler = awslambda.streamifyResponse(async (event, stream) => {
          for (const piece of event.pieces) {
            stream.write(piece);
            await new Promise((go) => setTimeout(go, 20));
          }
          if (event.fails) throw new RangeError('midway');
          stream.end();
        });
        """;
}
