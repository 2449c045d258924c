namespace Gateway.LambdaCompat.Storage;

/// <summary>The second byte of the keys in the space of functions. Layout: docs/formats/functions.md.</summary>
internal static class RecordKinds
{
    public const byte Function = 0x01;

    public const byte Layer = 0x02;

    public const byte Mapping = 0x03;
}
