using System.Globalization;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>One of several parts of a job, such as <c>2/8</c>. Which rows are in it depends on nothing but the rows.</summary>
public sealed class Shard
{
    private const int Most = 10000;

    private static readonly Regex Form = new("^\\s*(?<number>[0-9]{1,5})\\s*/\\s*(?<count>[0-9]{1,5})\\s*$", RegexOptions.CultureInvariant);

    private Shard(ulong number, ulong count)
    {
        Number = number;
        Count = count;
    }

    internal ulong Number { get; }

    internal ulong Count { get; }

    /// <summary>Reads which part is meant.</summary>
    /// <param name="text">Number and count, <c>1/8</c> to <c>8/8</c>; at most 10,000 parts.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ReplicateException">It is no such text.</exception>
    public static Shard Parse(string text)
    {
        Match form = Form.Match(text);
        ulong number = form.Success ? ulong.Parse(form.Groups["number"].Value, CultureInfo.InvariantCulture) : 0;
        ulong count = form.Success ? ulong.Parse(form.Groups["count"].Value, CultureInfo.InvariantCulture) : 0;
        return number >= 1 && number <= count && count <= Most
            ? new Shard(number, count)
            : throw ReplicateException.Invalid($"'{text}' is no part of a job. Give its number and how many there are, such as 2/8; at most {Most}.");
    }

    /// <summary>Whether a row is in this part.</summary>
    /// <param name="key">The row's key, as <see cref="RowKeys"/> makes it.</param>
    /// <returns>True in exactly one of the parts.</returns>
    public bool Holds(string key) => ulong.Parse(key.Substring(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) % Count == Number - 1;

    /// <inheritdoc/>
    public override string ToString() => $"{Number}/{Count}";
}
