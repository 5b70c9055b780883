@R09.16
Feature: R09.16 重大事项及时汇报
  What is written under major events reaches the supervisor at once, and the manager when nobody takes note of it.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 12:00 | S01    | S09        |
    And the time is "2026-03-02 08:30"
    And "S01" holds the duty

  Scenario: 重大事项立即报领导 the supervisor is told at once, the manager half an hour later
    Given the policy pack "hotline-management"
    When "S01" writes "全市停水投诉激增" under "major events" at "09:00"
    Then a notice about "major-event" reaches "S09" by "09:01"
    When the time is "09:29"
    Then no notice about "major-event" reaches "S10"
    And a notice about "major-event" reaches "S10" by "09:31"

  Scenario: 领导已知悉则不再上报 once the supervisor has taken note of it, it goes no further
    Given the policy pack "hotline-management"
    When "S01" writes "全市停水投诉激增" under "major events" at "09:00"
    And "S09" acknowledges the notice "major-event" at "09:10"
    And the time is "09:45"
    Then no notice about "major-event" reaches "S10"

  Scenario: 一般事项不报 an ordinary request is told to nobody
    Given the policy pack "hotline-management"
    When "S01" writes "投诉21号" under "unfinished" due "11:00" at "09:00"
    And the time is "09:10"
    Then no notice about "major-event" is sent

  Scenario: 若十分钟无人知悉即上报 where ten minutes are enough, the manager is told after ten
    Given the policy pack "hotline-management" with:
      | parameter   | value |
      | escalateMin | 10    |
    When "S01" writes "全市停水投诉激增" under "major events" at "09:00"
    Then a notice about "major-event" reaches "S10" by "09:11"
