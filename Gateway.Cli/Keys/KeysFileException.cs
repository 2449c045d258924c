namespace Gateway.Cli.Keys;

/// <summary>A keys file that cannot be read or changed; the message is for the person who asked.</summary>
internal sealed class KeysFileException(string message) : Exception(message);
