@R12.2.4
Feature: R12.2.4 一人顶班顶顺班,不削减人员
  Who stands in may work on into the shift that follows, and a shift is not left with fewer people for it.

  Background:
    Given the policy pack "contact-centre"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S02    |      | S09        |

  Scenario: 顶班人直接顶下一班 named for the next shift he works on, and no handover is due
    Given the time is "2026-03-02 07:20"
    And "S01" holds the duty
    When "S09" names "S01" substitute for "S02" in shift "D1" at "07:30"
    And "S01" taps at "07:55"
    Then the last record is "duty.continued" with:
      | field | value |
      | staff | S01   |
      | from  | N1    |
      | to    | D1    |
    And "S01" holds the duty
    When the time is "09:05"
    Then there is no record "handover.due"
    And no notice about "missed-handover" is sent
    And no notice about "double-shift" is sent

  Scenario: 排了两班的顶顺班不必另批 who is written for both shifts works on without being asked for anything
    Given the time is "2026-03-02 19:30"
    And "S02" holds the duty
    Then the roster does not warn of "double-shift" for "S02" on "2026-03-02"
    When "S02" taps at "19:55"
    Then the last record is "duty.continued" with:
      | field | value |
      | from  | D1    |
      | to    | N2    |

  Scenario: 连班须批准的岗位 a house that wants double shifts approved warns, and does not let him work on
    Given the policy pack "contact-centre" with:
      | parameter   | value |
      | doubleShift | warn  |
    And the time is "2026-03-02 19:30"
    And "S02" holds the duty
    Then the roster warns of "double-shift" for "S02" on "2026-03-02"
    When "S02" taps at "19:55"
    Then the signal is "waiting-for-second"
    And there is no record "duty.continued"

  Scenario: 不许连班的岗位不能顶顺班 a house that forbids double shifts does not let him
    Given the policy pack "contact-centre" with:
      | parameter   | value  |
      | doubleShift | refuse |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty
    When "S09" names "S01" substitute for "S02" in shift "D1" at "07:30"
    Then the bridge refuses with "double-shift"

  Scenario: 顶班后人数不减 with a stand-in the shift has as many people as before
    Given the time is "2026-03-02 07:20"
    And "S01" holds the duty
    When "S09" names "S04" substitute for "S02" in shift "D1" at "07:30"
    Then the roster does not warn of "headcount" for "hotline" on "2026-03-02"
    And the calendar of "S04" shows shift "D1"
    And the calendar of "S02" does not show shift "D1"

  Scenario: 无人顶班则人数不足 without one it has too few, and that is told while there is time
    Given the time is "2026-03-02 07:20"
    And "S01" holds the duty
    When "S02" requests leave for shift "D1" with "ill" at "07:30"
    And "S09" approves the leave of "S02" for shift "D1"
    Then a notice about "headcount" reaches "S09" by "07:41"
    And the roster warns of "headcount" for "hotline" on "2026-03-02"

  Scenario: 每班须两人的岗位 a house that wants two people on a shift
    Given the policy pack "contact-centre" with:
      | parameter | value |
      | headcount | 2     |
    Then the roster warns of "headcount" for "hotline" on "2026-03-02"
