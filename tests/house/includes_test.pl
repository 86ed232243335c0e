#!/usr/bin/env perl
# includes_test.pl ROOT: includes.pl holds every wall of the table. In a house with one header a room, sound as it stands,
# each room in turn is given includes of everything that its line does not name; every one of them must be reported.
use strict;
use warnings;
use File::Basename;
use File::Path 'make_path';
use File::Temp 'tempdir';

my $here = dirname(__FILE__);
my $root = shift or die "usage: includes_test.pl ROOT\n";
my $house = tempdir(CLEANUP => 1);
my $failed = 0;

sub fail {
    print "$_[0]\n";
    $failed = 1;
}

sub write_file {
    my ($name, $text) = @_;
    make_path(dirname("$house/$name"));
    open my $file, '>', "$house/$name" or die "$name: $!\n";
    print $file $text;
    close $file or die "$name: $!\n";
}

sub complaints { return scalar `'$here/includes.pl' '$house' 2>&1` }

open my $file, '<', "$root/CMakeLists.txt" or die "$root/CMakeLists.txt: $!\n";
my $text = do { local $/; <$file> };
$text =~ s/#.*//g;

my (%header_of, %uses_of, %folder_of);    # header_of: how a file names the room, or a library's first header
while ($text =~ /\balysio_(room|library)\(([^)]*)\)/g) {
    my ($kind, $name, @rest) = ($1, split ' ', $2);
    if ($kind eq 'library') {
        $header_of{$name} = '<' . ($rest[0] =~ m{/$} ? "$rest[0]any.hpp" : $rest[0]) . '>';
        next;
    }
    my $folder = shift @rest;
    splice @rest, 0, 2 if @rest && $rest[0] eq 'IN';
    shift @rest if @rest;
    $folder_of{$name} = $folder;
    $uses_of{$name} = {map { $_ => 1 } @rest};
    $header_of{$name} = $folder =~ m{^host_api/include/(.*)} ? "<$1/room.hpp>" : "\"$folder/room.hpp\"";
}

write_file('CMakeLists.txt', $text);
for my $room (keys %folder_of) {
    write_file("$folder_of{$room}/room.hpp", join '', map { "#include $header_of{$_}\n" } sort keys %{$uses_of{$room}});
}
my $sound = complaints();
fail("a sound house is complained of:\n$sound") if $sound ne '';

my $walls = 0;
for my $room (sort keys %folder_of) {
    my @others = grep { $_ ne $room && !$uses_of{$room}{$_} } sort keys %header_of;
    write_file("$folder_of{$room}/planted.cpp", join '', map { "#include $header_of{$_}\n" } @others);
    my $said = complaints();
    for my $line (1 .. @others) {
        my $expected = "$folder_of{$room}/planted.cpp:$line: $room may not use $others[$line - 1] ";
        fail("not noticed: $expected") if index($said, $expected) < 0;
        $walls++;
    }
    unlink "$house/$folder_of{$room}/planted.cpp";
}

sub notices {
    my ($wanted, $name, $content) = @_;
    write_file($name, $content);
    my $said = complaints();
    fail("not noticed: $wanted\nit said: $said") if index($said, $wanted) < 0;
    unlink "$house/$name";
}

my ($low) = grep { !%{$uses_of{$_}} } sort keys %uses_of;
my ($user) = grep { $uses_of{$_}{$low} } sort keys %uses_of;
notices('lies in no room', 'sandbox_host/a.hpp', '');
notices('nobody in the table has the header unheard/of.hpp', "$folder_of{$low}/a.hpp", "#include <unheard/of.hpp>\n");

(my $circle = $text) =~ s/(alysio_room\(\Q$low\E\s+\S+\s+USES)/$1 $user/;
write_file('CMakeLists.txt', $circle);
my $said = complaints();
fail("a circle is not noticed; it said: $said") if $said !~ /rooms in a circle: .*\Q$low\E/;
fail("a line that nobody needs is not noticed; it said: $said") if $said !~ /\Q$low uses $user nowhere\E/;

print "$walls walls, each planted with a violation\n";
exit $failed;
