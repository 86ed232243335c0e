#!/usr/bin/env perl
# includes.pl ROOT: every include of every source of the house is one that the table of rooms in the top CMakeLists.txt
# allows. A room's line names its folder and whom it uses; a file belongs to the room with the longest folder that it
# lies in. What is included must lie in the same room, in one that the line names, or in a library that it names.
use strict;
use warnings;
use File::Find;

my $root = shift or die "usage: includes.pl ROOT\n";
chdir $root or die "$root: $!\n";
my $failed = 0;

sub complain {
    print "$_[0]\n";
    $failed = 1;
}

# -- the table -----------------------------------------------------------------------------------------------------
# alysio_room(NAME FOLDER [IN TARGET] USES NAME…)   alysio_library(NAME PREFIX…)
my (%folder_of, %uses_of, %room_in, @libraries);
{
    open my $file, '<', 'CMakeLists.txt' or die "CMakeLists.txt: $!\n";
    local $/;
    my $text = <$file>;
    $text =~ s/#.*//g;
    while ($text =~ /\balysio_(room|library)\(([^)]*)\)/g) {
        my ($kind, $name, @rest) = ($1, split ' ', $2);
        if ($kind eq 'library') {
            push @libraries, map { [$_, $name] } @rest;
            next;
        }
        my $folder = shift @rest;
        shift @rest, shift @rest if @rest && $rest[0] eq 'IN';
        shift @rest if @rest && $rest[0] eq 'USES';
        $folder_of{$name} = $folder;
        $room_in{$folder} = $name;
        $uses_of{$name} = {map { $_ => 0 } @rest};
    }
}
%folder_of or complain('CMakeLists.txt has no table of rooms');
my $standard = join '|', qw(algorithm any array atomic barrier bit bitset cassert cctype cerrno cfloat charconv chrono
    cinttypes climits clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg
    cstddef cstdint cstdio cstdlib cstring ctime cwchar cwctype deque exception execution filesystem forward_list fstream
    functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory
    memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore set
    shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view strstream
    system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
    version);

# A room that can be reached from itself has no place in an order of building.
my %state;

sub visit {
    my ($room, @path) = @_;
    return if ($state{$room} // '') eq 'done';
    if (($state{$room} // '') eq 'open') {
        complain('rooms in a circle: ' . join(' -> ', @path, $room));
        return;
    }
    $state{$room} = 'open';
    visit($_, @path, $room) for grep { exists $uses_of{$_} } sort keys %{$uses_of{$room} // {}};
    $state{$room} = 'done';
}
visit($_) for sort keys %uses_of;

# -- the files -----------------------------------------------------------------------------------------------------
# The room of a path: that of the nearest folder around it that has one.
sub room_of {
    my $path = shift;
    while ($path =~ s{/[^/]*$}{}) {
        return $room_in{$path} if exists $room_in{$path};
    }
    return undef;
}

# Whose header this is: a room or a library; '' for the standard library, undef for nobody that the table knows.
sub owner_of {
    my ($name, $quoted, $file) = @_;
    if ($quoted) {
        (my $beside = $file) =~ s{[^/]*$}{$name};
        $beside = $name if $name =~ m{/} && !-e $beside;
        1 while $beside =~ s{[^/]+/\.\./}{};
        return room_of($beside);
    }
    return room_of("host_api/include/$name") if $name =~ m{^alysio[/.]};
    return '' if $name =~ /^(?:$standard|std(?:int|def)\.h)$/;
    my ($best) = sort { length $b->[0] <=> length $a->[0] } grep { index($name, $_->[0]) == 0 } @libraries;
    return $best && $best->[1];
}

my @files;
find({no_chdir => 1, wanted => sub { push @files, $_ if -f && /\.(?:c|h|cpp|hpp)$/ }},
     grep { -d } qw(host_api/include plugin sandbox_host));
for my $file (sort @files) {
    my $room = room_of($file);
    if (!defined $room) {
        complain("$file lies in no room: give its folder a line in the table of CMakeLists.txt");
        next;
    }
    open my $source, '<', $file or die "$file: $!\n";
    while (my $line = <$source>) {
        next unless $line =~ /^\s*#\s*include\s*(["<])([^">]+)[">]/;
        my ($quoted, $name) = ($1 eq '"', $2);
        my $owner = owner_of($name, $quoted, $file);
        if (!defined $owner) {
            complain("$file:$.: nobody in the table has the header $name");
        } elsif ($owner ne '' && $owner ne $room) {
            if (exists $uses_of{$room}{$owner}) {
                $uses_of{$room}{$owner}++;
            } else {
                complain("$file:$.: $room may not use $owner ($name)");
            }
        }
    }
}

# A line that allows what nobody does is a hole.
my %is_library = map { $_->[1] => 1 } @libraries;
for my $room (sort keys %uses_of) {
    for my $used (sort keys %{$uses_of{$room}}) {
        next if $uses_of{$room}{$used};
        complain("the line of $room names $used, which is neither a room nor a library of the table")
            unless exists $folder_of{$used} || $is_library{$used};
        complain("$room uses $used nowhere: take it out of its line");
    }
}
exit $failed;
