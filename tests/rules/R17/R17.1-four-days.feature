@R17.1
Feature: R17.1 四天一个循环,下线四天做服务
  Assignments of four days follow one another: no pause between them, a handover on the morning after the fourth day, and always somebody who is assigned.

  Background:
    Given the policy pack "four-day-cycle"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And the rotation "four-day" from "2026-03-02" with:
      | parameter  | value       |
      | start      | 08:00       |
      | leaders    | S01 S02 S03 |
      | supervisor | S09         |

  Scenario: 四天一轮 everybody sees his four days
    Given the time is "2026-03-02 07:50"
    Then the calendar of "S01" shows shift "F0302"
    And the calendar of "S02" shows shift "F0306"
    And the calendar of "S03" shows shift "F0310"
    And the calendar of "S01" does not show shift "F0306"
    And the roster does not warn of "coverage-gap" for "hotline" on "2026-03-06"

  Scenario: 四天未满不交接 in the midst of the four days there is no handover
    Given the time is "2026-03-04 09:00"
    When "S01" taps at "09:01"
    Then "S01" holds the duty
    When "S01" taps at "09:20"
    Then the tap is refused as "window-closed"
    And "S01" holds the duty

  Scenario: 四天期满交接 on the morning after the fourth day there is
    Given the time is "2026-03-06 07:30"
    When "S01" taps at "07:35"
    And "S02" taps at "07:50"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | outgoing | S01   |
      | incoming | S02   |
      | from     | F0302 |
      | to       | F0306 |

  Scenario: 连续四天是常规 four days in a row are as it should be
    Given the time is "2026-03-02 07:30"
    When the time is "07:45"
    Then no notice about "double-shift" is sent
    And the roster does not warn of "long-stretch" for "S01" on "2026-03-02"

  Scenario: 若最长只许一天 where a day is the longest, the roster warns of them
    Given the policy pack "four-day-cycle" with:
      | parameter       | value |
      | longestStretchH | 24    |
    And the time is "2026-03-02 07:30"
    When the time is "07:45"
    Then the roster warns of "long-stretch" for "S01" on "2026-03-02"
    And a notice about "double-shift" reaches "S09"

  Scenario: 每轮必有人 an assignment that is left without anybody is told while there is time to fill it
    Given the time is "2026-03-05 09:00"
    When "S02" requests leave for shift "F0306" with "看病"
    And "S09" approves the leave of "S02" for shift "F0306"
    And the time is "09:15"
    Then the roster warns of "headcount" for "hotline" on "2026-03-06"
    And a notice about "headcount" reaches "S09"

  Scenario: 若不要求人数 where no headcount is asked for, it is not
    Given the policy pack "four-day-cycle" with:
      | parameter | value |
      | headcount | 0     |
    And the time is "2026-03-05 09:00"
    When "S02" requests leave for shift "F0306" with "看病"
    And "S09" approves the leave of "S02" for shift "F0306"
    And the time is "09:15"
    Then no notice about "headcount" is sent
