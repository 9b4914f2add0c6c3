using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>The rows of a journal, as its lines have made them.</summary>
internal sealed class JournalRows
{
    private readonly Dictionary<string, JournalRow> _byKey = new();
    private readonly Dictionary<string, JournalRow> _byId = new();
    private readonly List<JournalRow> _inOrder = new();
    private readonly List<int> _damaged = new();

    public IReadOnlyList<JournalRow> InOrder => _inOrder;

    /// <summary>The parts of the job whose rows are in it.</summary>
    public JournalParts Parts { get; } = new();

    /// <summary>The numbers of the lines that could not be read.</summary>
    public IReadOnlyList<int> Damaged => _damaged;

    public JournalRow? WithKey(string key) => _byKey.TryGetValue(key, out JournalRow? row) ? row : null;

    public JournalRow? WithId(string id) => _byId.TryGetValue(id, out JournalRow? row) ? row : null;

    /// <summary>Reads what stands in a journal. The last line may have been torn by a crash; it then counts for nothing.</summary>
    /// <exception cref="ReplicateException">It is not a journal.</exception>
    public static JournalRows Read(Stream stream, string path)
    {
        JournalRows rows = new();
        using StreamReader reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024, leaveOpen: true);
        string? line = reader.ReadLine();
        if (line is not null)
        {
            JournalLine.CheckHeader(Json.TryParse(line, out JsonElement header) ? header : null, path);
            rows.Parts.Add(JournalLine.PartOf(header));
        }

        for (int number = 2; (line = reader.ReadLine()) is not null; number++)
        {
            if (Json.TryParse(line, out JsonElement json) && json.Text("row") is not null)
            {
                rows.Apply(json, keepsResult: true);
            }
            else if (JournalLine.IsHeader(json))
            {
                rows.Parts.Add(JournalLine.PartOf(json));
            }
            else if (!reader.EndOfStream)
            {
                rows._damaged.Add(number);
            }
        }

        return rows;
    }

    public void Apply(JsonElement line, bool keepsResult)
    {
        string key = line.Text("row")!;
        if (!_byKey.TryGetValue(key, out JournalRow? row))
        {
            row = new JournalRow(key);
            _byKey.Add(key, row);
            _inOrder.Add(row);
        }

        row.Apply(line, keepsResult);
        if (row.Id is { } id)
        {
            _byId[id] = row;
        }
    }
}
