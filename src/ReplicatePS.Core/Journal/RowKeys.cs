using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;

namespace ReplicatePS.Core;

/// <summary>
/// Names the rows of a job by what they are, so that the same line run again finds each: by target and inputs, and, where
/// several rows are equal, by which of them it is.
/// </summary>
public sealed class RowKeys
{
    private readonly Dictionary<string, int> _seen = new();

    /// <summary>The key of the next row. Rows must come in the same order, as far as they are equal.</summary>
    /// <param name="target">What the row runs.</param>
    /// <param name="inputHash">The hash of its inputs.</param>
    /// <returns>32 hex digits.</returns>
    public string Next(string target, string inputHash)
    {
        string row = $"{target}\n{inputHash}";
        int count = _seen.TryGetValue(row, out int before) ? before + 1 : 1;
        _seen[row] = count;

        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes($"{row}\n{count}"));
        StringBuilder hex = new(32);
        for (int place = 0; place < 16; place++)
        {
            hex.Append(hash[place].ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return hex.ToString();
    }
}
