using System;
using System.Linq;

namespace ReplicatePS.Core.Tests.Journal;

public sealed class RowKeyTests
{
    [Fact]
    public void The_same_rows_get_the_same_keys_again()
    {
        string[] rows = { "a", "b", "a", "c", "a" };
        RowKeys first = new();
        RowKeys second = new();
        string[] keys = rows.Select(row => first.Next("owner/name", row)).ToArray();
        Assert.Equal(keys, rows.Select(row => second.Next("owner/name", row)));
        Assert.Equal(5, keys.Distinct().Count());
    }

    [Fact]
    public void Another_target_makes_another_row()
    {
        Assert.NotEqual(new RowKeys().Next("owner/one", "a"), new RowKeys().Next("owner/two", "a"));
    }

    [Fact]
    public void Every_row_is_in_exactly_one_part_and_the_parts_are_of_like_size()
    {
        RowKeys keys = new();
        Shard[] shards = Enumerable.Range(1, 8).Select(number => Shard.Parse($"{number}/8")).ToArray();
        int[] counts = new int[8];
        foreach (int row in Enumerable.Range(0, 8000))
        {
            string key = keys.Next("owner/name", row.ToString());
            int part = Assert.Single(Enumerable.Range(0, 8), index => shards[index].Holds(key));
            counts[part]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Theory]
    [InlineData("0/8")]
    [InlineData("9/8")]
    [InlineData("1")]
    [InlineData("1/0")]
    [InlineData("-1/2")]
    [InlineData("1/20000")]
    [InlineData("a/b")]
    public void What_is_no_part_is_refused(string text)
    {
        Assert.Contains("2/8", Assert.Throws<ReplicateException>(() => Shard.Parse(text)).Message);
    }
}
