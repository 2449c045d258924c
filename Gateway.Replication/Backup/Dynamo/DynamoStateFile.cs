using System.Text.Json;

namespace Gateway.Replication.Backup.Dynamo;

/// <summary>The file of a <see cref="DynamoSinkState"/>: the old one or the new one, never half of it.</summary>
internal sealed class DynamoStateFile(string path)
{
    /// <summary>What was kept; null if nothing that can be read was: then all is copied again.</summary>
    public DynamoSinkState? Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), DynamoSinkJson.Default.DynamoSinkState) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(DynamoSinkState state)
    {
        string next = path + ".next";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, state, DynamoSinkJson.Default.DynamoSinkState);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
